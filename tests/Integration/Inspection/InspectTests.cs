using System.Text.Json.Nodes;
using BootstrapVz.Test.Integration.Builds;
using Xunit;

namespace BootstrapVz.Test.Integration.Inspection;

/// <summary>What is told of an image is what the build said of it.</summary>
[Collection(nameof(BuildSpace))]
public sealed class InspectTests(BuildSpace space)
{
    [Fact]
    public async Task A_built_image_is_described_without_rights_and_without_mounts()
    {
        using var workshop = new Workshop(space).With(new SmallManifest().ToString()
            .Replace("backing: raw", "backing: qcow2").Replace("type: none", "type: gpt"));
        var built = JsonNode.Parse((await workshop.BuildWellAsync("--json")).Out)!;
        var image = (string)built["images"]![0]!["path"]!;

        using var run = workshop.StartTool("inspect", image, "--format", "json", "--scratch", workshop.Folder);
        var end = await run.EndAsync(BuildSpace.Limit);

        Assert.True(end.Code == 0, end.Error);
        var told = JsonNode.Parse(end.Out)!;
        Assert.Equal("qcow2", (string)told["format"]!);
        Assert.Equal((long)built["images"]![0]!["virtualSize"]!, (long)told["size"]!);
        Assert.Equal(new FileInfo(image).Length, (long)told["fileSize"]!);
        Assert.Equal("gpt", (string)told["table"]!["type"]!);
        Assert.Equal("root (amd64)", (string)told["partitions"]![0]!["meaning"]!);
        Assert.True((long)told["partitions"]![0]!["filesystem"]!["used"]! > 50 << 20);
        Assert.StartsWith("Debian GNU/Linux", (string)told["system"]!["name"]!, StringComparison.Ordinal);
        Assert.Equal("amd64", (string)told["system"]!["architecture"]!);
        Assert.Equal(Packages(built), Packages(told));
    }

    private static IEnumerable<string> Packages(JsonNode document) =>
        document["packages"]!.AsArray().Select(p => $"{p!["name"]} {p["version"]} {p["architecture"]}").Order(StringComparer.Ordinal);
}
