"""What a build of the library makes of texts of our own that trained nothing (`../texts/measure`): fresh.py [--scan FILE] [--policy FILE] [--texts FILE]

Prints, by channel, language and label, the share that is blocked, and that scores one half or more; then by channel how often an attack scores
higher than a near miss (the area under the curve; ties count half). Some of the attacks had been seen by those who
wrote the last English rules, none by the models.
"""
import argparse
import collections
import json
import re
import subprocess

import data


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--scan", default="target/release/examples/scan")
    ap.add_argument("--policy")
    ap.add_argument("--texts", default="fresh.jsonl", help="fresh.jsonl, users.jsonl or documents.jsonl")
    a = ap.parse_args()
    rows = [json.loads(line) for line in (data.WRITTEN / "measure" / a.texts).open(encoding="utf-8")]
    body = "".join(json.dumps({"id": str(i), "text": re.sub("[⟦⟧]", "", row["text"]), "source": data.CHANNEL[row["channel"]]}) + "\n"
                   for i, row in enumerate(rows))
    command = [a.scan, "--jsonl", *(["--policy", a.policy] if a.policy else [])]
    answers = subprocess.run(command, input=body.encode(), stdout=subprocess.PIPE).stdout.splitlines()
    assert len(answers) == len(rows), f"{len(answers)} answers to {len(rows)} texts"
    scores = collections.defaultdict(list)
    for row, answer in zip(rows, answers):
        language = "English" if row["lang"] == "en" else "other languages"
        scores[row["channel"], language, row["label"]].append(json.loads(answer)["scores"].get("injection", 0.0))
    for (channel, language, label), own in sorted(scores.items()):
        blocked, half = (sum(score >= least for score in own) / len(own) for least in (0.8, 0.5))
        print(f"{channel:12} {language:16} {label:10} {len(own):4}  blocked {blocked:.3f}  one half or more {half:.3f}")
    for channel in sorted({key[0] for key in scores}):
        attacks, benign = ([score for (own, _, label), all_of in scores.items() if own == channel and (label == "benign") == kind for score in all_of]
                           for kind in (False, True))
        higher = sum((attack > other) + (attack == other) / 2 for attack in attacks for other in benign)
        print(f"{channel:12} area under the curve {higher / len(attacks) / len(benign):.3f}")


if __name__ == "__main__":
    main()
