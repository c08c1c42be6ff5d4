# make help lists what there is. Everything lands inside this folder; see var/README for the rest.
PYTHON ?= python3
PY := .venv/bin/python
CODE := hotline seeds reports intake calls knowledge orders units tests manage.py requirements
# A production's settings, for the deploy check alone; nothing listens there.
AS_DEPLOYED := HOTLINE_MODE=production SECRET_KEY=4f8a1d0c9b7e6352a1f0e9d8c7b6a59483726150deadbeefcafe \
	PHONE_KEYS=check:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef \
	ALLOWED_HOSTS=hotline.example DATABASE_URL=postgresql://hotline@db/hotline REDIS_URL=redis://redis/0
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test lint types deploycheck tests coverage bench format assets lock clean local dev chromium

help: ## 列出这些命令
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: local assets ## 装好一切并运行：网页、任务、定时、数据库；Ctrl-C 全部停下
	@exec $(PY) manage.py run --with-parent

test: chromium dev assets lint types deploycheck tests ## 全部检查和测试

lint: dev ## 格式、写法、模板、各包之间的箭头
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m ruff check $(CODE)
	@.venv/bin/djade --target-version 5.2 --check $$(git ls-files '*/templates/*.html')
	@.venv/bin/lint-imports

types: dev
	@$(PY) -m mypy

deploycheck: dev
	@$(PY) manage.py makemigrations --check --dry-run
	@env $(AS_DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING

tests: dev assets
	@$(PY) -m pytest $(SIDE_BY_SIDE)

# Counting branches more than doubles the time of the tests, so it is a command of its own.
coverage: dev assets ## 同样的测试，并数走过的分支，不足就失败
	@$(PY) -m pytest $(SIDE_BY_SIDE) --cov --cov-report=term:skip-covered

bench: dev ## 量工作时间、决定、落库、重放和统计的速度，输出 JSON（REPLAY_SCALE=0.02 只重放五十分之一，REPORTS_SCALE=0.01 统计只用百分之一）
	@$(PY) -m tests.bench

format: dev ## 按规矩排好代码和模板
	@$(PY) -m ruff format $(CODE)
	@$(PY) -m ruff check --fix $(CODE)
	@.venv/bin/djade --target-version 5.2 $$(git ls-files '*/templates/*.html')

assets: local ## 取前端文件，做图标集
	@$(PY) -m hotline.assets

lock: dev ## 重做依赖的锁（UPGRADE=1 换新版本）
	@PY=$(PY) UPGRADE=$(UPGRADE) sh requirements/lock.sh

clean: ## 停掉并删除这里装的、建的一切，演示数据也在内
	@$(PYTHON) -m hotline.servers.clean

local:
	@$(PYTHON) requirements/install.py local

dev:
	@$(PYTHON) requirements/install.py dev

chromium:
	@command -v chromium >/dev/null || test -n "$$CHROMIUM" || { \
	  echo "浏览器测试要 Chromium：用 root 运行 apt-get install chromium fonts-noto-cjk，或运行 bash .ci/run；装在别处就设 CHROMIUM=路径" >&2; exit 1; }
