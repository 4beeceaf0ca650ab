# 唯一入口：README、预提交检查与持续集成都从这里进来。不带目标时列出各目标。
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation
LAW := tests/policy tests/roster tests/cli tests/docs tests/bench
APART := $(LAW) tests/spark tests/browser
PARALLEL := -n auto --dist loadfile
CODE := jishi tests $(wildcard bench)
PORT ?= 8000

.PHONY: help demo samples test check postgres browser fix bench spark coverage schema lock clean

help: ## 列出各目标
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1\t\2/' | expand -t 18

demo: .venv/run.stamp ## 载入虚构的清江市，列出各角色的演示账号，在本机 PORT（默认 8000）开站，Ctrl+C 结束
	@$(BIN)/jishi demo
	exec $(BIN)/jishi serve --port $(PORT)

samples: .venv/run.stamp ## 不用数据库：造一个 620 人的演示区，用全部政策包各算一遍
	@$(BIN)/jishi samples --dir build/samples

test: .venv/dev.stamp ## 全部测试（SQLite）；jishi.policy 分支覆盖不足 100% 即失败
	@mkdir -p build
	$(BIN)/coverage run -m pytest -q $(LAW)
	$(BIN)/coverage report > build/coverage.txt || { cat build/coverage.txt; exit 1; }
	$(BIN)/pytest -q $(PARALLEL) $(addprefix --ignore=,$(APART)) tests

check: .venv/dev.stamp ## 格式、风格、类型、依赖方向与代码自查
	@mkdir -p build
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet . || { echo "格式不齐：请运行 make fix。"; exit 1; }
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --cache-dir build/.import_linter_cache
	$(BIN)/python manage.py makemigrations --check --dry-run > build/migrations.txt \
		|| { cat build/migrations.txt; echo "模型改了而迁移没有：请运行 $(BIN)/python manage.py makemigrations。"; exit 1; }
	$(BIN)/pytest -q tests/architecture

postgres: .venv/dev.stamp ## 平台部分的测试在 PostgreSQL 上再走一遍；没有 DATABASE_URL 就临时起一个
	@$(BIN)/python -m tests.postgres $(ARGS)

browser: .venv/dev.stamp chromium ## 在真实浏览器里走几条主要路线
	@DJANGO_ALLOW_ASYNC_UNSAFE=true $(BIN)/pytest -m browser tests/browser $(ARGS)

fix: .venv/dev.stamp ## 自动整理格式与能自动改的问题
	@$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

bench: .venv/bench.stamp ## 与对照引擎同场测速，再测 10 万人的平台（两种数据库）
	@$(BIN)/python -m bench $(ARGS)
	$(BIN)/python -m bench.platform

spark: .venv/spark.stamp java ## 同一份计划在 Spark 上逐分一致
	@$(BIN)/pytest -q tests/spark $(ARGS)

coverage: test ## 各文件的分支覆盖（含不设门槛的部分）
	@$(BIN)/coverage report --include='jishi/*' --fail-under=0

schema: .venv/run.stamp ## 重新生成政策包的 JSON Schema
	@$(BIN)/python -m jishi.policy.pack.schema > docs/pack.schema.json

lock: .venv/pip.stamp ## 由 requirements/*.in 重新锁定（升级依赖时用）
	@[ -x build/uv/bin/uv ] || { $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	cd requirements
	for name in run dev spark bench; do
		../build/uv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header $$name.in -o $$name.txt
	done

clean: ## 删去 .venv 与全部产物
	@rm -rf .venv build *.egg-info .hypothesis

# ---------------------------------------------------------------- 环境：印记文件比锁文件旧就重装

.venv/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更高：请安装 python3，或用 make PYTHON=解释器路径 指定。"; exit 1; }
	if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then
		[ "$$(id -u)" = 0 ] || { echo "缺少 python3-venv：请先执行 sudo apt-get install python3-venv。"; exit 1; }
		apt-get update -qq && apt-get install -y -qq python3-venv
	fi
	$(PYTHON) -m venv .venv
	touch $@

.venv/run.stamp: .venv/pip.stamp requirements/run.txt pyproject.toml
	@echo "安装运行依赖……"
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --editable .
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "安装检查与测试依赖……"
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@

.venv/spark.stamp: .venv/dev.stamp requirements/spark.txt
	@echo "安装 Spark（约 400 MB，需几分钟）……"
	$(PIP) --require-hashes -r requirements/spark.txt
	touch $@

.venv/bench.stamp: .venv/dev.stamp requirements/bench.txt
	@echo "安装对照引擎……"
	$(PIP) --require-hashes -r requirements/bench.txt
	touch $@

.PHONY: java
java:
	@command -v java > /dev/null && exit 0
	[ "$$(id -u)" = 0 ] || { echo "缺少 Java：请先执行 sudo apt-get install default-jre-headless。"; exit 1; }
	apt-get update -qq && apt-get install -y -qq default-jre-headless

.PHONY: chromium
chromium:
	@if command -v chromium > /dev/null && fc-list :lang=zh 2> /dev/null | grep -q .; then exit 0; fi
	[ "$$(id -u)" = 0 ] || { echo "缺少 Chromium 或中文字体：请先执行 sudo apt-get install chromium fontconfig fonts-noto-cjk。"; exit 1; }
	apt-get update -qq && apt-get install -y -qq chromium fontconfig fonts-noto-cjk
