# Turns the report of a whole run of tests/Boot (Common Test Report Format) into the page docs/supported.md.

# cell: a test's name as words: "SystemdBoot: unified kernels are made anew by the machine itself".
def cell:
  capture("(?:[^.(]+\\.)*(?<class>[^.(]+)Tests\\.(?<test>[^(]+)(?<values>.*)")
  | .class + ": " + (.test | gsub("_"; " ") | ascii_downcase[:1] + .[1:])
    + (.values | gsub("\\w+: "; "") | gsub("[\\\\\"]"; "") | sub("^\\("; ", ") | sub("\\)$"; ""));

def result: {passed: "yes", failed: "**no**"}[.status] // .status;

def reason: if .status == "failed" then .message // "" | split("\n")[0] | gsub("\\|"; "\\|") else "" end;

.results
| "# Machines that were started",
  "",
  "Every image here was built, started in QEMU and logged in to; most had their kernel and boot loader installed again and were started",
  "once more. `./test boot` does all of it and writes this page, failures included.",
  "",
  "Last run: \(now | strftime("%Y-%m-%d")), \(.summary.passed) of \(.summary.tests) passed.",
  "",
  "| machine | works | minutes | |",
  "| --- | --- | --- | --- |",
  (.tests | sort_by(.name)[] | "| \(.name | cell) | \(result) | \(.duration / 6000 | round / 10) | \(reason) |")
