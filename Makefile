# The commands of the project. `make test` is the gate's; everything it needs beside Rust it installs itself.
CARGO ?= cargo
FUZZ_SECONDS ?= 1800
TARGETS = scan prefilter policy rules

.PHONY: test lint unit models-unit test-models models bench-models docs check-io python node parity bench bench-bindings fuzz fuzz-smoke score clean

test: lint unit docs check-io bench-smoke fuzz-smoke python node parity models-unit
	@echo "make test: all passed"

lint:
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

# Unit, property and case tests; every rule's examples and counterexamples; the code of the README and the docs.
unit:
	$(CARGO) test --workspace --locked

# Classifiers: everything that the default build leaves out. In release, because models in debug builds take minutes.
models-unit:
	$(CARGO) clippy -p guardrails-core -p guardrails-py -p guardrails-node --features guardrails-core/onnx-ort,guardrails-py/models,guardrails-node/models --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc -p guardrails-core --features onnx-ort --no-deps --locked --quiet
	$(CARGO) test --release -p guardrails-core --features onnx-ort --locked --lib --test onnx
	$(CARGO) test --release -p guardrails-core --features onnx-ort --locked --doc -- lassifier pages::Models

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

# Builds the benches and lets each check its answer once.
.PHONY: bench-smoke
bench-smoke:
	cd benches && $(CARGO) run --release --locked -- --smoke

# Needs a nightly toolchain and cargo-fuzz. FUZZ_SECONDS is for each target.
fuzz:
	for target in $(TARGETS); do $(CARGO) +nightly fuzz run --fuzz-dir fuzz --features fuzz $$target -- -max_total_time=$(FUZZ_SECONDS) || exit 1; done

# The fuzz targets' own properties over a few thousand inputs made from a seed, on the stable toolchain.
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
