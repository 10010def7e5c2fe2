using BootstrapVz.Cli.Output;

namespace BootstrapVz.Cli.Doctor;

/// <summary>Prints findings.</summary>
internal static class DoctorText
{
    /// <summary>One line per feature, below it what it lacks, at the end the lines that mend it.</summary>
    public static void Write(TextWriter to, IReadOnlyList<Finding> findings, Colours colours)
    {
        var width = findings.Max(f => f.Title.Length);
        foreach (var finding in findings)
        {
            to.WriteLine($"{finding.Title.PadRight(width)}  {(finding.Works ? "works" : colours.Bold("lacks"))}");
            foreach (var need in finding.Missing)
                to.WriteLine($"  {need.Program} ({need.Purpose})");
            foreach (var problem in finding.Problems)
                to.WriteLine($"  {problem.What}");
        }

        string[] mend =
        [
            .. Packages(findings) is { Count: > 0 } packages ? ["apt-get install --no-install-recommends " + string.Join(' ', packages)] : (string[])[],
            .. findings.SelectMany(f => f.Problems).Select(p => p.Mend).Distinct(),
        ];
        if (mend.Length == 0)
            return;
        to.WriteLine();
        to.WriteLine("To mend it:");
        foreach (var line in mend)
            to.WriteLine("  " + line);
    }

    /// <summary>The packages that are missing.</summary>
    public static IReadOnlyList<string> Packages(IEnumerable<Finding> findings) =>
        [.. findings.SelectMany(f => f.Missing).Select(n => n.Package).Distinct().Order(StringComparer.Ordinal)];
}
