using System.Globalization;
using System.Text.Json;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Output;

/// <summary>What a build prints on standard output.</summary>
internal static class ResultText
{
    /// <summary>Writes the result, for people or as one JSON object.</summary>
    public static void Write(TextWriter to, ResultMessage result, bool json, string? log)
    {
        if (json)
        {
            to.WriteLine(JsonSerializer.Serialize(Document(result, log), OutputJson.Default.ResultDocument));
            return;
        }

        foreach (var image in result.Images)
        {
            to.WriteLine($"image    {image.Path}");
            to.WriteLine($"format   {image.Format}{(image.VirtualSize > 0 ? ", a disk of " + Sizes.Text(image.VirtualSize) : "")}");
            to.WriteLine($"size     {Sizes.Text(image.AllocatedSize)} on disk, {Sizes.Text(image.ApparentSize)} long");
            to.WriteLine($"sha256   {image.Sha256}");
        }

        to.WriteLine($"packages {result.Packages.Count.ToString(CultureInfo.InvariantCulture)}");
        string[] phases = [.. result.Phases.Where(p => p.Value >= 0.05).Select(p => $"{PhaseText.Title(p.Key)} {Sizes.Seconds(p.Value)}")];
        to.WriteLine("time     " + Sizes.Seconds(Seconds(result)) + (phases.Length == 0 ? "" : ": " + string.Join(", ", phases)));
        if (log is not null)
            to.WriteLine($"log      {log}");
    }

    /// <summary>The same for programs.</summary>
    public static ResultDocument Document(ResultMessage result, string? log) => new(result.Images, result.Packages, result.Phases, Seconds(result), result.Epoch, log);

    private static double Seconds(ResultMessage result) => Math.Round(result.Phases.Values.Sum(), 3);
}
