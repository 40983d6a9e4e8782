"""What other systems of packages are told of the program: Flatpak, software centres, winget; each by its own tool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from ohlc_desktop.core.settings import Settings
from tests.test_packaging import ROOT, project

PACKAGING = ROOT / "resources" / "packaging"
FLATPAK = PACKAGING / "flatpak" / "io.github.ohlc_desktop.ohlc_desktop.yml"
METAINFO = FLATPAK.with_suffix(".metainfo.xml")
SCHEMAS = ROOT / "tests" / "standins" / "winget"


def said(*command: str | Path, folder: Path = ROOT) -> str:
    """What a tool says, to people and to other programs, once it has accepted something."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def need(tool: str, package: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"needs {tool}: apt-get install {package}")


def test_software_centres_accept_what_is_said_of_the_program() -> None:
    need("appstreamcli", "appstream")
    said("appstreamcli", "validate", "--no-net", METAINFO)
    about = ElementTree.parse(METAINFO).getroot()
    assert next(each.get("version") for each in about.iter("release")) == project()["version"]
    assert about.findtext("project_license") == project()["license"]
    assert f"{about.findtext('id')}.desktop" == about.findtext("launchable")


def test_flatpak_reads_the_manifest_and_knows_every_word_of_it(tmp_path: Path) -> None:
    need("flatpak-builder", "flatpak-builder")
    told = said("flatpak-builder", "--show-manifest", FLATPAK, folder=tmp_path)  # it leaves files where it is called
    assert "WARNING" not in told  # what it does not know it leaves out
    manifest = json.loads(told)
    assert manifest["id"] == FLATPAK.stem
    assert manifest["command"] in project()["scripts"]


def test_what_goes_into_the_flatpak_is_there() -> None:
    """By the files that the manifest names: of the built program the resources, which are those of the tree."""
    (module,) = yaml.safe_load(FLATPAK.read_text("utf-8"))["modules"]
    program, metainfo = (FLATPAK.parent / source["path"] for source in module["sources"])
    assert program.resolve() == ROOT / "dist" / "ohlc-desktop"
    assert metainfo.is_file()
    named = re.findall("program/_internal/ohlc_desktop/_resources/([^ ]+)", " ".join(module["build-commands"]))
    assert named == ["icons/hicolor", "ohlc-desktop.desktop"]
    assert all((ROOT / "resources" / name).exists() for name in named)


@pytest.fixture
def manifests(tmp_path: Path) -> dict[str, Path]:
    """Those of winget for a release, by what they are."""
    archive = tmp_path / f"ohlc-desktop-{project()['version']}-windows-x64.zip"
    archive.write_bytes(b"a program")
    said(sys.executable, PACKAGING / "winget.py", archive, tmp_path / "made")
    found = {yaml.safe_load(path.read_text("utf-8"))["ManifestType"]: path for path in (tmp_path / "made").iterdir()}
    assert sorted(found) == ["defaultLocale", "installer", "version"]
    return found


def test_winget_accepts_the_manifests_of_a_release(manifests: dict[str, Path]) -> None:
    for kind, path in manifests.items():
        schema = SCHEMAS / f"manifest.{kind}.1.10.0.json"
        said(sys.executable, "-m", "check_jsonschema", "--schemafile", schema, path)


def test_winget_gets_the_archive_that_is_released(manifests: dict[str, Path]) -> None:
    installer = yaml.safe_load(manifests["installer"].read_text("utf-8"))
    assert installer["PackageVersion"] == project()["version"]
    (one,) = installer["Installers"]
    assert one["InstallerSha256"] == "D69EA8CDA2433733C1CE02DE65DA8F48E6A3DBBA6BB18876A2062908E54EF7CB"
    assert one["InstallerUrl"].endswith(f"/v{project()['version']}/ohlc-desktop-{project()['version']}-windows-x64.zip")
    programs = [each["RelativeFilePath"] for each in installer["NestedInstallerFiles"]]
    packed = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    assert all(f"dist/{program.replace(chr(92), '/')}" in packed for program in programs)
    assert {Path(program.replace("\\", "/")).stem for program in programs} == set(_commands())


def _commands() -> Sequence[str]:
    return [*project()["scripts"], *project()["gui-scripts"]]  # type: ignore[misc]


def test_every_address_is_of_the_repository_that_the_package_names() -> None:
    """A release is refused in any other."""
    home = re.fullmatch("https://github.com/(.+)", str(project()["urls"]["Source"]))  # type: ignore[index]
    assert home is not None
    released = Settings().releases_url.removeprefix("https://api.github.com/repos/")
    assert released == f"{home[1]}/releases/latest"
    texts = [path.read_text("utf-8") for path in PACKAGING.rglob("*") if path.suffix in (".yml", ".yaml", ".xml")]
    for text in [*texts, (ROOT / "pyproject.toml").read_text("utf-8")]:
        found = re.findall(r'https://(?:raw\.githubusercontent|github)\.com/([^/"\s<]+/[^/"\s<]+)', text)
        assert set(found) <= {home[1]}
