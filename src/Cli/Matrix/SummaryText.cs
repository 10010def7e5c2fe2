using System.Globalization;
using System.Text.Json;
using BootstrapVz.Cli.Output;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Matrix;

/// <summary>What <c>build --json</c> prints for each cell, on one line.</summary>
internal sealed record CellDocument(
    string Cell, string Manifest, IReadOnlyDictionary<string, string> Settings, int? ExitCode, string? Error, string? Hint, double Seconds, int? LayersReused, int? Layers,
    ResultDocument? Result, string? Log);

/// <summary>What a matrix prints on standard output.</summary>
internal static class SummaryText
{
    private static readonly OutputJson OneLine = new(new JsonSerializerOptions(OutputJson.Default.Options) { WriteIndented = false });

    /// <summary>A table for people: a row for each cell.</summary>
    public static void Write(TextWriter to, IReadOnlyList<CellEnd> ends) => Table.Write(to, [["cell", "result", "size", "seconds", "layers", "image"], .. ends.Select(Row)]);

    /// <summary>A line of JSON for each cell.</summary>
    public static void WriteJson(TextWriter to, IReadOnlyList<CellEnd> ends)
    {
        foreach (var end in ends)
            to.WriteLine(JsonSerializer.Serialize(Document(end), OneLine.CellDocument));
    }

    private static string[] Row(CellEnd end)
    {
        var result = end.Last as ResultMessage;
        return
        [
            end.Cell.Name,
            end.Last switch
            {
                ResultMessage => "built",
                FailureMessage { ExitCode: (int)Base.Errors.ExitCode.Interrupted } => "interrupted",
                FailureMessage => "failed",
                _ => "not begun",
            },
            result?.Images is [_, ..] ? Sizes.Text(result.Images.Sum(image => image.AllocatedSize)) : "-",
            end.Last is null ? "-" : end.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            result is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{result.LayersReused} of {result.Layers}"),
            result?.Images is [_, ..] ? string.Join(' ', result.Images.Select(image => image.Path)) : end.Log is { } log ? $"log {log}" : "-",
        ];
    }

    private static CellDocument Document(CellEnd end)
    {
        var result = end.Last as ResultMessage;
        var failure = end.Last as FailureMessage;
        return new(
            end.Cell.Name, end.Cell.Manifest, end.Cell.Overrides.ToDictionary(value => value.Setting, value => value.Value),
            end.Last is null ? null : failure?.ExitCode ?? 0, failure?.Message, failure?.Hint, Math.Round(end.Seconds, 3), result?.LayersReused, result?.Layers,
            result is null ? null : ResultText.Document(result, end.Log), end.Log);
    }
}
