namespace BootstrapVz.Cli.Output;

/// <summary>Rows with columns that stand below each other.</summary>
internal static class Table
{
    /// <summary>Writes the rows; all have as many columns.</summary>
    public static void Write(TextWriter to, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            to.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }
}
