# The commands of the project. `make test` is the gate's; everything it needs beside Rust it installs itself.
CARGO ?= cargo
FUZZ_SECONDS ?= 1800
TARGETS = scan prefilter offsets redaction decoders settling structured vault stored policy rules boundary

.PHONY: test lint unit docs check-io python node parity bench bench-bindings fuzz fuzz-smoke score clean

test: lint unit docs check-io gate-counts bench-smoke fuzz-smoke python node parity
	@echo "make test: all passed"

lint:
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

# Unit, property and case tests; every rule's examples and counterexamples; the code of the README and the docs.
unit:
	$(CARGO) test --workspace --locked

docs:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked --quiet

check-io:
	.ci/check-io

# The wheel, built as a user gets it and tested in a fresh environment; then the Node package likewise.
python:
	guardrails-py/ci.sh

node:
	guardrails-node/ci.sh

# 5,000 mixed texts made from a seed: the same JSON from Rust, Python (in its own tests) and Node.
parity:
	$(CARGO) build --release --locked --quiet -p guardrails-core --example scan
	python3 guardrails-core/testdata/parity/gen_corpus.py --out target/parity
	for policy in target/parity/*.policy.json; do \
		name=$${policy%.policy.json}; \
		target/release/examples/scan --policy $$policy --jsonl <$$name.jsonl >$$name.answers.jsonl || [ $$? -eq 1 ] || exit 1; \
		(cd guardrails-node && node test/parity.mjs ../$$name.jsonl ../$$name.answers.jsonl ../$$policy) || exit 1; \
	done

# What a call costs over the same call from Rust, and the other figures of the two packages. Needs `make python node` first.
bench-bindings:
	$(CARGO) build --release --locked --quiet -p guardrails-core --example time_scan
	python3 benches/bindings.py
	target/py-venv/bin/python guardrails-py/bench.py
	cd guardrails-node && node bench.mjs

# The whole table, some minutes: the guard, a bare Aho-Corasick pass and the Rust peers on the same texts in one run.
bench:
	cd benches && $(CARGO) run --release --locked

# Instructions (callgrind) and allocations of fixed scenarios against benches/counts.json: fails over 3% or one allocation more.
.PHONY: gate-counts bless-counts
gate-counts:
	python3 benches/counts.py

# Takes what is counted now as the committed counts. The commit says why they changed.
bless-counts:
	python3 benches/counts.py --bless

# Builds the benches and lets each check its answer once.
.PHONY: bench-smoke
bench-smoke:
	cd benches && $(CARGO) run --release --locked -- --smoke

# Needs a nightly toolchain and cargo-fuzz. FUZZ_SECONDS is for each target; what was run for how long stands in fuzz/README.md.
fuzz:
	python3 fuzz/seeds.py
	for target in $(TARGETS); do fuzz/run $$target $(FUZZ_SECONDS) || exit 1; done

# The laws over a few thousand inputs made from a seed, on the stable toolchain. The regressions are among the tests (`make unit`).
fuzz-smoke:
	cd fuzz && $(CARGO) run --release --locked --bin smoke

# Scores on labelled data that lies outside the project, with the scorer that comes with it: make score DATA=path/to/shared
score:
	$(CARGO) build --release -p guardrails-core --example scan
	python3 $(DATA)/tools/score.py all --cmd "target/release/examples/scan --jsonl"

# How the injection score does on sources that its model was not trained on: make eval-injection DATA=path/to/injection/dev. Some minutes.
.PHONY: eval-injection
eval-injection:
	$(CARGO) build --release --locked -p guardrails-core --example scan --example injection_features
	test -d target/model-venv || (python3 -m venv target/model-venv && target/model-venv/bin/pip install --quiet numpy scipy)
	OMP_NUM_THREADS=1 target/model-venv/bin/python guardrails-core/models/injection/evaluate.py --data $(DATA) --details

clean:
	$(CARGO) clean
	cd benches && $(CARGO) clean
	cd fuzz && $(CARGO) clean
