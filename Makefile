# The commands of the project. `make test` is the gate's; everything it needs beside Rust it installs itself.
CARGO ?= cargo
FUZZ_SECONDS ?= 1800
TARGETS = scan prefilter offsets redaction decoders settling structured vault stored policy rules boundary windows

# What is built to be run once needs no link-time optimisation, shares what it is made of, and keeps the checks of a debug build.
ONCE = CARGO_TARGET_DIR=$(CURDIR)/target/once CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
	CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true

.PHONY: test test-sources test-product lint unit test-models models bench-models docs check-io python node parity bench bench-bindings fuzz fuzz-smoke score clean

# Nothing is built twice from one folder here, so what incremental builds keep (2 GB) would never be read.
# Two rows at once, as what is built as a user gets it is optimised by one core for each. They share no folder that both would lock.
test: export CARGO_INCREMENTAL = 0
test:
	+$(MAKE) --no-print-directory -j2 test-sources test-product
	@echo "make test: all passed"

test-sources:
	+for step in lint msrv unit docs bench-smoke fuzz-smoke packages-list sbom; do $(MAKE) --no-print-directory $$step || exit 1; done

test-product:
	+for step in examples check-io gate-counts python node parity fuzz-boundaries; do $(MAKE) --no-print-directory $$step || exit 1; done

# As it is built by default, and with the classifiers and everything that tests them.
lint:
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --locked -- -D warnings
	$(CARGO) clippy --workspace --features guardrails-core/onnx-ort,guardrails-py/models,guardrails-node/models --all-targets --locked -- -D warnings

# Unit, property and case tests; every rule's examples and counterexamples; the code of the README and the docs; the classifiers. In release, because
# models in debug builds take minutes.
unit:
	$(ONCE) $(CARGO) test --release -p guardrails-core --features onnx-ort --locked

# The long check: architectures at their usual size as PyTorch exports them, in 32-bit floats and int8, with both backends against what PyTorch and ONNX Runtime say.
# Fetches PyTorch (6 GB) unless PYTHON_MODELS names an interpreter that has torch, transformers, onnx, onnxscript and onnxruntime.
test-models:
	guardrails-core/testdata/models/test.sh

# The data packages of our own model, for PyPI and npm.
models:
	mkdir -p target/models-dist
	python3 -m pip wheel --quiet --no-deps -w target/models-dist ./guardrails-py/models
	cd guardrails-node/models && npm pack --silent --pack-destination ../../target/models-dist

# A classifier in a scan against ONNX Runtime called from Python. Needs `make python` first.
bench-models:
	target/py-venv/bin/python -m pip install --quiet onnxruntime numpy
	target/py-venv/bin/python benches/models.py

docs:
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --features guardrails-core/onnx-ort --no-deps --locked --quiet

# What later steps run, optimised as the product is, in one go: linking takes one core for each.
.PHONY: examples
examples:
	$(CARGO) build --release --locked --quiet -p guardrails-core --example zero_io --example counts --example scan

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

# The table of the README, then every check of every peer in three languages: half an hour with the builds.
bench: bench-table bench-compare

# Some minutes: the guard, a bare Aho-Corasick pass and two Rust peers on the same texts in one run.
.PHONY: bench-table bench-compare bench-adversarial
bench-table:
	cd benches && $(CARGO) run --release --locked

# benches/record/DATE.md and its plots. PEERS=all adds peers that download 6 GB. Our own packages are those of `make python node`.
bench-compare:
	benches/peers/install.sh $(PEERS)
	mkdir -p target/bench && rm -f target/bench/*
	cd benches && $(CARGO) build --release --locked --features peers
	benches/target/release/guardrails-benches compare --texts >target/bench/texts.json
	benches/target/release/guardrails-benches compare >target/bench/rs.jsonl
	benches/peers/run-all.sh target/bench
	python3 benches/report.py target/bench

# For every rule texts that nearly match it, then a search for slower ones: benches/record/adversarial.md.
ADVERSARIAL_SECONDS ?= 300
bench-adversarial:
	cd benches && $(CARGO) run --release --locked -- adversarial $(ADVERSARIAL_SECONDS)

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
	cd benches && $(ONCE) $(CARGO) build --release --locked && for bench in "" compare adversarial; do ../target/once/release/guardrails-benches $$bench --smoke >../target/once/bench.log || { cat ../target/once/bench.log; exit 1; }; done

# Needs a nightly toolchain and cargo-fuzz. FUZZ_SECONDS is for each target; what was run for how long stands in fuzz/README.md.
fuzz:
	python3 fuzz/seeds.py
	for target in $(TARGETS); do fuzz/run $$target $(FUZZ_SECONDS) || exit 1; done

# The laws over a few thousand inputs made from a seed, on the stable toolchain. The regressions are among the tests (`make unit`).
fuzz-smoke:
	cd fuzz && $(ONCE) $(CARGO) run --release --locked --example smoke

# Strings that only Python and Node can hold, made from a seed, through both packages. Needs `make python node` first.
.PHONY: fuzz-boundaries
fuzz-boundaries:
	target/py-venv/bin/python fuzz/boundaries.py

# What is published, and what it is made of. `make deny` and `make public-api` install a cargo tool each, some minutes.
.PHONY: supply-chain msrv features packages sbom deny public-api bless-public-api
supply-chain: msrv features packages sbom deny public-api

msrv:
	.ci/msrv

features:
	.ci/features

# The crate builds from what is packed; the sources of the wheel and the tarball are checked with their packages.
packages:
	.ci/packages --build

.PHONY: packages-list
packages-list:
	.ci/packages

sbom:
	.ci/sbom

# Licences, bans, sources, duplicates; advisories where their database can be reached.
deny:
	.ci/deny

# The public items of the core against guardrails-core/public-api.txt. Needs a nightly toolchain.
public-api:
	.ci/public-api

bless-public-api:
	.ci/public-api --bless

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
