"""Makes a wheel of the Python package out of a build tree, without a package index.

Usage: make_wheel.py --build DIR --package DIR --project pyproject.toml --version V --output DIR

What pyproject.toml says of the project goes into the wheel as it does with scikit-build-core. The
wheel is the same, byte for byte, for the same build. See the target kb_wheel.
"""

import argparse
import base64
import hashlib
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from email.message import EmailMessage
from email.policy import EmailPolicy

#: What zip archives begin counting at: file times would make every wheel another one.
EPOCH = (1980, 1, 1, 0, 0, 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Makes a wheel out of a build tree.")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build tree")
    parser.add_argument("--package", required=True, help="where the package is installed, below a prefix")
    parser.add_argument("--project", type=pathlib.Path, required=True, help="pyproject.toml")
    parser.add_argument("--version", required=True, help="the project's version")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder for the wheel")
    return parser.parse_args()


def installed_package(options: argparse.Namespace, prefix: pathlib.Path) -> pathlib.Path:
    subprocess.run(["cmake", "--install", options.build, "--component", "python", "--prefix", prefix,
                    "--strip"], check=True, stdout=subprocess.DEVNULL)
    return prefix / options.package


def tag() -> str:
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return f"{python}-{python}-{platform}"


def metadata(project: dict, folder: pathlib.Path, version: str) -> bytes:
    message = EmailMessage(EmailPolicy(utf8=True, max_line_length=0))
    message["Metadata-Version"] = "2.1"
    message["Name"] = project["name"]
    message["Version"] = version
    message["Summary"] = project["description"]
    message["License"] = project["license"]["text"]
    message["License-File"] = "LICENSE"
    message["Requires-Python"] = project["requires-python"]
    for classifier in project["classifiers"]:
        message["Classifier"] = classifier
    message["Description-Content-Type"] = "text/markdown"
    readme = (folder / project["readme"]).read_text(encoding="utf-8")
    return message.as_bytes().rstrip() + b"\n\n" + readme.encode()


def wheel_file() -> bytes:
    return (f"Wheel-Version: 1.0\nGenerator: kb make_wheel\nRoot-Is-Purelib: false\nTag: {tag()}\n").encode()


def record_line(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


def write_wheel(path: pathlib.Path, files: dict[str, bytes], record_name: str) -> None:
    record = "".join(record_line(name, content) for name, content in files.items()) + f"{record_name},,\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), (record_name, record.encode())]:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(".so") else 0o644) << 16
            archive.writestr(entry, content)


def main() -> None:
    options = arguments()
    folder = options.project.resolve().parent
    project = tomllib.loads(options.project.read_text(encoding="utf-8"))["project"]
    name = project["name"].replace("-", "_")
    info = f"{name}-{options.version}.dist-info"
    with tempfile.TemporaryDirectory() as prefix:
        package = installed_package(options, pathlib.Path(prefix))
        files = {f"kb/{path.name}": path.read_bytes() for path in sorted(package.iterdir())}
    files[f"{info}/LICENSE"] = (folder / "LICENSE").read_bytes()
    files[f"{info}/METADATA"] = metadata(project, folder, options.version)
    files[f"{info}/WHEEL"] = wheel_file()
    path = options.output / f"{name}-{options.version}-{tag()}.whl"
    write_wheel(path, files, f"{info}/RECORD")
    print(path)


if __name__ == "__main__":
    main()
