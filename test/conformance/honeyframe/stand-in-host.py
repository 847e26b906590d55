"""A stand-in for Honeyframe's plugin_host, after its documentation; the host itself is not public.

    stand-in-host.py INSTALL_DIR DATA_DIR [PATH...]   → one JSON value on stdout

Walks <dir>/plugins of both roots, install first; reads each plugin.json (the test writes plugin.yaml as JSON, so that no
YAML library is needed); imports each router and mounts it in a FastAPI app; asks the app for the paths.
"""

import importlib
import json
import sys
from pathlib import Path


def discover_plugins(roots: list[Path]) -> list[dict]:
    found: dict[str, dict] = {}
    for source, root in zip(("install", "data"), roots):
        folder = root / "plugins"
        for plugin in sorted(folder.iterdir()) if folder.is_dir() else []:
            if not (plugin / "plugin.yaml").is_file():
                continue
            manifest = json.loads((plugin / "plugin.json").read_text(encoding="utf-8"))
            errors = [] if manifest["name"] == plugin.name else ["name and folder differ"]
            found.setdefault(manifest["name"], {"manifest": manifest, "source": source, "errors": errors})
    return list(found.values())


def mount_plugins(app, plugins: list[dict]) -> None:
    for plugin in plugins:
        for spec in plugin["manifest"]["routers"]:
            module, attribute = spec.split(":")
            try:
                app.include_router(getattr(importlib.import_module(module), attribute))
            except Exception as error:
                plugin["errors"].append(f"{type(error).__name__}: {error}")


def main(roots: list[Path], paths: list[str]) -> dict:
    sys.path[:0] = [str(root) for root in roots]
    sys.dont_write_bytecode = True
    plugins = discover_plugins(roots)
    answers = {}
    if paths:
        from fastapi import FastAPI
        from fastapi.testclient import TestClient

        app = FastAPI()
        mount_plugins(app, plugins)
        client = TestClient(app)
        answers = {path: [client.get(path).status_code, client.get(path).json()] for path in paths}
    return {
        "plugins": [
            [p["manifest"]["name"], p["source"], len(p["manifest"]["routers"]), p["errors"]] for p in plugins
        ],
        "answers": answers,
    }


print(json.dumps(main([Path(a) for a in sys.argv[1:3]], sys.argv[3:])))
