"""Emoji for a vocabulary that has none: emoji.py TOKENIZER writes them into the slots that BERT left unused, as themselves and as what follows another
sign, and takes out how the base model's texts were cut and filled up.

To the base model all of them are one unknown sign; here each starts as the mean of the embeddings of the words of its Unicode name.
"""
import json
import sys
import unicodedata

# Faces, gestures, people, animals, body parts, hearts: Unicode blocks Emoticons, Miscellaneous Symbols and Pictographs, Supplemental Symbols and Pictographs.
BLOCKS = ((0x1F600, 0x1F64F), (0x1F400, 0x1F4AF), (0x1F90D, 0x1F93E), (0x1F970, 0x1F97A), (0x1F980, 0x1F99E), (0x1F9CD, 0x1F9DF), (0x1F5E1, 0x1F5E3), (0x1F9B0, 0x1F9B3),
          (0x1F1E6, 0x1F1FF))
SINGLE = "🔥🔪🔫🚮🗑⚰💉🦠🌈🏳🏴🚩🕌🕍⛪🕋✡☪✝🔞🚫❌✅⚠🍌🍉🍑🍆🌮🍚🎉🎓🏆🚀✨⭐❤♥☠☢♿⚔🧨🪓🖤🚽🌍⛓🔨🕷🕸🌎🖕🦧♂♀🚹🚺🚼💯"
TONES = {0x1F3FB: "white skin", 0x1F3FC: "light skin", 0x1F3FD: "brown skin", 0x1F3FE: "dark skin", 0x1F3FF: "black skin"}
SAY_NOTHING = {"face", "with", "symbol", "sign", "of", "and", "emoji", "heavy", "mark"}


def names():
    """Each sign and the words that it stands for."""
    out = {}
    for code in [code for low, high in BLOCKS for code in range(low, high + 1)] + [ord(sign) for sign in SINGLE]:
        name = unicodedata.name(chr(code), "").lower().replace("-", " ").split()
        out[chr(code)] = " ".join(word for word in name if word not in SAY_NOTHING) or " ".join(name)
    return {sign: name for sign, name in {**out, **{chr(code): name for code, name in TONES.items()}}.items() if name}


def write(path):
    tokenizer = json.loads(open(path, encoding="utf-8").read()) | {"truncation": None, "padding": None}
    vocabulary = tokenizer["model"]["vocab"]
    free = sorted(number for piece, number in vocabulary.items() if piece.startswith("[unused"))
    pieces = [piece for sign in names() for piece in (sign, f"##{sign}")]
    assert len(pieces) <= len(free), (len(pieces), len(free))
    by_number = {number: piece for piece, number in vocabulary.items()} | dict(zip(free, pieces))
    tokenizer["model"]["vocab"] = {by_number[number]: number for number in sorted(by_number)}
    with open(path, "w", encoding="utf-8") as out:
        json.dump(tokenizer, out, ensure_ascii=False, separators=(",", ":"))


def fill(words, tokenizer):
    """Sets the rows of the emoji in the embeddings of words [vocabulary, size]."""
    length = words.norm(dim=1).median()
    for sign, name in names().items():
        row = words[tokenizer.encode(name, add_special_tokens=False).ids].mean(0)
        for piece in (sign, f"##{sign}"):
            words[tokenizer.token_to_id(piece)] = row * (length / row.norm())


if __name__ == "__main__":
    write(sys.argv[1])
