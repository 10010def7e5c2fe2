# Turns the report of a run of tests/Boot (Common Test Report Format) into the page docs/supported.md.
# $before: the page as it was, of which the rows stay that the run has nothing new for; empty for a run of everything.

# cell: a test's name as words: "SystemdBoot: unified kernels are made anew by the machine itself".
def cell:
  capture("(?:[^.(]+\\.)*(?<class>[^.(]+)Tests\\.(?<test>[^(]+)(?<values>.*)")
  | .class + ": " + (.test | gsub("_"; " ") | ascii_downcase[:1] + .[1:])
    + (.values | gsub("\\w+: "; "") | gsub("[\\\\\"]"; "") | gsub("\\|"; "/") | sub("^\\("; ", ") | sub("\\)$"; ""));

def result: {passed: "yes", failed: "**no**"}[.status] // .status;

def reason: if .status == "failed" then .message // "" | split("\n")[0] | gsub("\\|"; "\\|") else "" end;

# row: a result as a line of the table, by the cell's name.
def row: (.name | cell) as $cell | {key: $cell, value: "| \($cell) | \(result) | \(.duration / 6000 | round / 10) | \(now | strftime("%Y-%m-%d")) | \(reason) |"};

def rows_before: $before | split("\n") | map(select(test("^\\| [A-Z]")) | {key: capture("^\\| (?<cell>[^|]*) \\|").cell, value: .});

((rows_before + (.results.tests | map(row))) | from_entries) as $rows
| "# Machines that were started",
  "",
  "Every image here was built, started in QEMU and logged in to; most had their kernel and boot loader installed again and were started",
  "once more. `./test boot` does all of it and writes this page, failures included; `./test boot -class NAME` renews the rows of one class.",
  "",
  "\($rows | map(select(test("\\| yes \\|"))) | length) of \($rows | length) work.",
  "",
  "| machine | works | minutes | last run | |",
  "| --- | --- | --- | --- | --- |",
  ($rows | to_entries | sort_by(.key)[] | .value)
