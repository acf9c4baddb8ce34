# Two commands for a new machine: `make demo` runs the main job, `make test` passes the tests.
# Both make the virtual environment themselves. Windows: see README.md.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
OUT := out

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast lint docs bench wheel templates messages clean

help:  ## Danh sách lệnh
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Cần Python 3.11 trở lên; máy này chưa có. Cài rồi chạy lại."; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Chưa tạo được môi trường ảo. Trên Debian, Ubuntu: sudo apt install python3-venv"; exit 2; }

$(VENV)/.app: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Cài đặt dan_van (lần đầu mất khoảng một phút)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: setup.cfg pyproject.toml | $(BIN)/python
	@echo "Cài đặt công cụ kiểm thử…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,lint,docs]' build
	@touch $@ $(VENV)/.app

demo: $(VENV)/.app  ## Lập chỉ mục, tìm thử, soạn kế hoạch mẫu
	@mkdir -p $(OUT)
	@$(BIN)/dan-van index build
	@echo; echo '$$ dan-van search giam sat phan bien'; $(BIN)/dan-van search giam sat phan bien --limit 2
	@echo; echo '$$ dan-van draft examples/ke-hoach-chi-thi-33.md'
	@if command -v soffice libreoffice >/dev/null; then \
	  $(BIN)/dan-van draft examples/ke-hoach-chi-thi-33.md -o $(OUT) --pdf --force; \
	else \
	  $(BIN)/dan-van draft examples/ke-hoach-chi-thi-33.md -o $(OUT) --force; \
	  echo "Chưa có LibreOffice nên không in PDF (Debian, Ubuntu: sudo apt install libreoffice-writer fonts-liberation2)."; \
	fi
	@echo; echo "Kết quả:"; ls -1 $(CURDIR)/$(OUT)/ke-hoach-chi-thi-33.*

test: $(VENV)/.dev  ## Mọi kiểm thử
	@$(BIN)/python -m pytest -n auto

test-fast: $(VENV)/.dev  ## Kiểm thử, trừ các bài chậm
	@$(BIN)/python -m pytest -n auto -m 'not slow'

lint: $(VENV)/.dev  ## ruff và mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: $(VENV)/.dev  ## Dựng tài liệu vào docs/_build/html; báo lỗi khi phần sinh tự động đã cũ
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/sphinx-build -q -W -b html docs docs/_build/html

bench: $(VENV)/.dev  ## Đo tốc độ, ghi benchmarks/REPORT.md (DATA=thư mục dữ liệu thật)
	@$(BIN)/python benchmarks/report.py $(if $(DATA),--data $(DATA))

wheel: $(VENV)/.dev  ## Đóng gói vào dist/
	@rm -rf dist build && $(BIN)/python -m build --wheel --outdir dist . >/dev/null && ls dist

templates: $(VENV)/.app  ## Dựng lại templates/*/template.docx từ bảng quy tắc
	@$(BIN)/python -m dan_van.drafting.build

messages: $(VENV)/.dev  ## Bổ sung câu mới vào bản tiếng Anh của dòng lệnh, biên dịch các bản
	@$(BIN)/python -m tests.sentences

clean:  ## Xóa mọi thứ dựng lại được
	@rm -rf $(VENV) $(OUT) build dist docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	@find index -mindepth 1 ! -name README.md -delete; find . -name __pycache__ -type d -prune -exec rm -rf {} +
