using System.Text.Json;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A matrix of real builds.</summary>
[Collection(nameof(BuildSpace))]
public class MatrixTests(BuildSpace space)
{
    [Fact]
    public async Task Two_by_two_images_are_built_and_share_their_layers()
    {
        using var workshop = new Workshop(space) { UseLayers = true, Cache = space.NewFolder() }.With(new SmallManifest { More = "flavour: plain" }.ToString().Replace("name: small", "name: small-{flavour}", StringComparison.Ordinal));
        // The packages are those of all tests; layers are not.
        Directory.CreateDirectory(Path.Combine(space.Cache, "packages"));
        Directory.CreateSymbolicLink(Path.Combine(workshop.Cache, "packages"), Path.Combine(space.Cache, "packages"));
        using var run = workshop.Start("--matrix", "volume.backing=raw,qcow2", "--matrix", "flavour=plain,rich", "--json");
        var end = await run.EndAsync(BuildSpace.Limit);
        Assert.True(end.Code == 0, end.Error);

        var cells = end.Out.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(cell => cell.GetProperty("cell").GetString()!);
        Assert.Equal(["qcow2,plain", "qcow2,rich", "raw,plain", "raw,rich"], cells.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["small-plain.qcow2", "small-plain.raw", "small-rich.qcow2", "small-rich.raw"],
            Directory.GetFiles(workshop.Output).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        // Nothing is there for the first cell; a format more takes the whole tree, another variable the packages.
        var layers = cells.Values.First().GetProperty("layers").GetInt32();
        var reused = cells.Values.Select(cell => cell.GetProperty("layersReused").GetInt32()).Order().ToList();
        Assert.Equal([0, layers - 1, layers - 1], [reused[0], reused[2], reused[3]]);
        Assert.InRange(reused[1], 2, layers - 1);

        // What cells were made from is remembered for each.
        using var again = workshop.Start("--matrix", "volume.backing=raw,qcow2", "--matrix", "flavour=plain,rich");
        var second = await again.EndAsync(BuildSpace.Limit);
        Assert.Equal(4, second.Out.Split($"{layers} of {layers}").Length - 1);
    }
}
