using System.Text.Json;
using BootstrapVz.Cli.Verbs;

namespace BootstrapVz.Cli.Output;

/// <summary>What <c>verify</c> prints.</summary>
internal static class VerdictText
{
    /// <summary>For people.</summary>
    public static void Write(TextWriter to, IReadOnlyList<BuiltTwice> images)
    {
        foreach (var image in images)
        {
            if (image.IsIdentical)
            {
                to.WriteLine($"identical: sha256 {image.First}  {image.Name}");
                continue;
            }

            to.WriteLine($"different: {image.Name}");
            if (image.Comparison is null)
            {
                to.WriteLine("folders are not compared file by file");
                continue;
            }

            ComparisonText.Write(to, image.Comparison);
            if (image.Comparison.Packages.Count > 0)
                to.WriteLine("the archive changed between the two builds: build again");
        }
    }

    /// <summary>As JSON.</summary>
    public static void WriteJson(TextWriter to, IReadOnlyList<BuiltTwice> images) =>
        to.WriteLine(JsonSerializer.Serialize(new VerifyDocument(images.All(i => i.IsIdentical), images), OutputJson.Default.VerifyDocument));
}
