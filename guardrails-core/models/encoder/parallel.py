"""Pairs of an English sentence and its translation, from interfaces of free software: parallel.py --wheels DIR --out FILE

The wheels are home-assistant-frontend (Apache-2.0), django and wagtail (BSD-3-Clause) and kolibri (MIT), as pip downloads them; each carries its catalogues in 50 to 90
languages. Writes lines of `{"lang", "text", "english"}`. What was left untranslated, has no letters or is a pattern of plurals is left out.
"""
import argparse
import gettext
import json
import lzma
import pathlib
import re
import zipfile

FILLED = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}|<[^>]*>")  # what a program fills in, and tags
LONGEST = 400


def plain(text):
    return re.sub(r"\s+", " ", FILLED.sub(lambda match: match[1] or match[2] or " ", text)).strip()


def catalogues(wheel):
    """Of each language its messages by key, and the language."""
    parts = {}
    for name in wheel.namelist():
        flat = re.search(r"/translations/((?:[\w-]+/)?)([a-z]{2,3}(?:-[A-Za-z0-9]+)?)-[0-9a-f]{16,}\.json$", name)
        compiled = re.search(r"/locale/([\w-]+)/LC_MESSAGES/[\w-]+\.mo$", name)
        if flat:
            parts.setdefault(flat[1], {})[flat[2]] = json.loads(wheel.read(name))
        elif compiled:
            messages = gettext.GNUTranslations(wheel.open(name))._catalog
            yield compiled[1], {key: (key, text) for key, text in messages.items() if isinstance(key, str) and key}
    for languages in parts.values():
        english = languages.get("en", {})
        for language, messages in languages.items():
            yield language, {key: (english[key], text) for key, text in messages.items() if key in english}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--wheels", required=True, type=pathlib.Path)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    pairs = set()
    for path in sorted(a.wheels.glob("*.whl")):
        for language, messages in catalogues(zipfile.ZipFile(path)):
            language = re.split("[-_]", language)[0]
            for english, text in messages.values():
                if language == "en" or "plural," in english or "select," in english or not isinstance(text, str):
                    continue
                english, text = plain(english), plain(text)
                if text != english and 2 < len(english) < LONGEST and 0 < len(text) < LONGEST and re.search(r"[^\W\d_]", text):
                    pairs.add((language, text, english))
    with lzma.open(a.out, "wt", encoding="utf-8", preset=6) as out:
        for language, text, english in sorted(pairs):
            out.write(json.dumps({"lang": language, "text": text, "english": english}, ensure_ascii=False) + "\n")
    print(len(pairs), "pairs,", len({pair[0] for pair in pairs}), "languages,", len({pair[2] for pair in pairs}), "English sentences")


if __name__ == "__main__":
    main()
