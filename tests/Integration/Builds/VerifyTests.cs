using System.Text.Json;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds that are made twice.</summary>
[Collection(nameof(BuildSpace))]
public class VerifyTests(BuildSpace space)
{
    [Fact]
    public async Task A_manifest_gives_the_same_image_in_every_environment()
    {
        // The same qcow2 is the same raw disk too.
        using var workshop = new Workshop(space).With(new SmallManifest().ToString().Replace("backing: raw", "backing: qcow2"));
        using var run = workshop.StartVerb("verify", "small.yml");
        var end = await run.EndAsync(BuildSpace.Limit);

        Assert.Matches(@"\Aidentical: sha256 [0-9a-f]{64}  small\.qcow2\n\z", end.Out);
        Assert.Equal(0, end.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(workshop.Cache, "verify")));
        await workshop.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task What_differs_is_named_with_its_cause_and_the_images_are_kept_if_asked()
    {
        using var workshop = new Workshop(space).With(new SmallManifest
        {
            More = """
                plugins:
                  fixture_run:
                    lines:
                      - date +%N > {root}/etc/nanoseconds
                      - uname --nodename > {root}/etc/built-on
                      - echo {%M} > {root}/etc/minute
                """,
        });
        using var run = workshop.StartVerb("verify", "small.yml", "--format", "json", "--keep", "kept");
        var end = await run.EndAsync(BuildSpace.Limit);

        Assert.True(end.Code == 1, end.Error);
        using var document = JsonDocument.Parse(end.Out);
        var files = document.RootElement.GetProperty("images")[0].GetProperty("comparison").GetProperty("files").EnumerateArray()
            .ToDictionary(f => f.GetProperty("path").GetString()!);
        Assert.Equal(["/etc/built-on", "/etc/nanoseconds"], files.Keys);
        Assert.Contains("the host name", files["/etc/built-on"].GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Contains("a number that is another one every time", files["/etc/nanoseconds"].GetProperty("cause").GetString(), StringComparison.Ordinal);

        // The place is where the image has the file's first byte that differs.
        var content = files["/etc/nanoseconds"].GetProperty("content");
        await using var image = File.OpenRead(Path.Combine(workshop.Folder, "kept/first/small.raw"));
        image.Position = content.GetProperty("place").GetInt64();
        Assert.InRange(image.ReadByte(), '0', '9');

        using var diff = workshop.StartTool("diff", "kept/first/small.raw", "kept/second/small.raw");
        var again = await diff.EndAsync(BuildSpace.Limit);
        Assert.Equal(1, again.Code);
        Assert.Contains("  ~ /etc/nanoseconds: content from byte ", again.Out, StringComparison.Ordinal);
    }
}
