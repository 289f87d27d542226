"""Disguises for augmentation: each takes a text and a random.Random and answers the text in disguise.

They are light ones, that leave words half readable: what decodes to words (base64, hex, Morse and the like) is undone by the library's
views, and the model reads what comes out.
"""
import random

LEET = str.maketrans("aeiost", "431057")
HOMOGLYPH = str.maketrans({"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"})
NEAR = {"a": "qs", "e": "wr", "i": "uo", "o": "ip", "n": "bm", "r": "et", "s": "ad", "t": "ry", "l": "k", "d": "sf"}


def words(text, rng, rate, change):
    return " ".join(change(word, rng) if rng.random() < rate else word for word in text.split(" "))


def swapped(word, rng):
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def dropped(word, rng):
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1:]


def doubled(word, rng):
    if len(word) < 3:
        return word
    at = rng.randrange(len(word))
    return word[:at] + word[at] * rng.randrange(2, 4) + word[at + 1:]


def slipped(word, rng):
    places = [i for i, letter in enumerate(word) if letter in NEAR]
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + rng.choice(NEAR[word[at]]) + word[at + 1:]


def typos(text, rng):
    return words(text, rng, 0.35, lambda w, r: r.choice((swapped, dropped, doubled, slipped))(w, r))


def shuffled_inside(text, rng):
    def change(word, r):
        inner = list(word[1:-1])
        r.shuffle(inner)
        return word[:1] + "".join(inner) + word[-1:] if len(word) > 3 else word
    return words(text, rng, 0.6, change)


def leet(text, rng):
    return words(text, rng, 0.7, lambda w, r: w.translate(LEET))


def homoglyphs(text, rng):
    return words(text, rng, 0.6, lambda w, r: w.translate(HOMOGLYPH))


def spaced(text, rng):
    gap = rng.choice((" ", "-", ".", "_"))
    return words(text, rng, 0.4, lambda w, r: gap.join(w))


def joined(text, rng):
    return text.replace(" ", rng.choice(("_", "-", ".", "/", "")))


def no_vowels(text, rng):
    return words(text, rng, 0.6, lambda w, r: w[:1] + "".join(c for c in w[1:] if c not in "aeiou"))


def pig_latin(text, rng):
    def change(word, r):
        head = 0
        while head < len(word) and word[head].lower() not in "aeiou":
            head += 1
        return word[head:] + word[:head] + "ay" if word.isalpha() and word.isascii() else word
    return words(text, rng, 1.0, change)


def capitals(text, rng):
    return "".join(c.upper() if rng.random() < 0.5 else c.lower() for c in text)


def sprinkled(text, rng):
    sign = rng.choice(("*", "~", "|", "\u00ad", "#", "^"))
    return words(text, rng, 0.5, lambda w, r: w if len(w) < 4 else w[:len(w) // 2] + sign + w[len(w) // 2:])


def backwards(text, rng):
    return " ".join(reversed(text.split(" "))) if rng.random() < 0.5 else text[::-1]


def emphasised(text, rng):
    return words(text, rng, 0.4, lambda w, r: r.choice(("**{}**", "[{}]", "'{}'", "<b>{}</b>")).format(w))


DISGUISES = (typos, typos, shuffled_inside, leet, homoglyphs, spaced, joined, no_vowels, pig_latin, capitals, sprinkled, backwards, emphasised)


def disguise(text, seed):
    rng = random.Random(seed)
    return rng.choice(DISGUISES)(text, rng)
