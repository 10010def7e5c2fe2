using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BootstrapVz.Common.Volumes;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Examples are built as a user builds them, and what is told about the image is compared with the image.</summary>
[Collection(nameof(BuildSpace))]
public class ExampleTests(BuildSpace space)
{
    // Seen here: 220 to 260 MiB, most of it the garbage collector's.
    private const long MemoryLimit = 300_000;

    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task An_example_builds_and_touches_nothing_of_the_host(string release)
    {
        using var workshop = new Workshop(space) { Through = HostWatch.Namespace };
        using var run = workshop.StartBuild(Path.Combine(ProgramRun.Project, $"manifests/kvm/{release}.yml"), "--json");
        await using var watch = new HostWatch(run.Id, workshop.Folder);
        var end = await run.EndAsync(BuildSpace.Limit);
        Assert.True(end.Code == 0, end.Error);

        Assert.Single(watch.MountTables);
        Assert.Empty(watch.Loops);
        Assert.InRange(watch.BuilderMemory, 1, MemoryLimit);
        using var result = JsonDocument.Parse(end.Out);
        await AssertToldAsItIsAsync(result.RootElement, Path.Combine(workshop.Output, $"debian-{release}-amd64.qcow2"));
        AssertPackages(result.RootElement.GetProperty("packages"), release);
        Assert.Equal(
            ["Validation", "Preparation", "OsInstallation", "PackageInstallation", "SystemModification", "UserModification", "SystemCleaning", "RootUnmounting", "VolumeCreation", "VolumePreparation", "ImageRegistration", "Cleaning"],
            result.RootElement.GetProperty("phases").EnumerateObject().Select(p => p.Name));
        var sum = result.RootElement.GetProperty("phases").EnumerateObject().Sum(p => p.Value.GetDouble());
        Assert.Equal(sum, result.RootElement.GetProperty("seconds").GetDouble(), 0.01);
        await AssertLogAsync(result.RootElement.GetProperty("log").GetString()!, workshop, release);

        // One task after the other makes the same bytes.
        using var sequence = workshop.StartBuild(Path.Combine(ProgramRun.Project, $"manifests/kvm/{release}.yml"), "--json", "--jobs", "1");
        end = await sequence.EndAsync(BuildSpace.Limit);
        Assert.True(end.Code == 0, end.Error);
        using var again = JsonDocument.Parse(end.Out);
        Assert.Equal(Sha256Of(result), Sha256Of(again));

        File.Delete(Path.Combine(workshop.Output, $"debian-{release}-amd64.qcow2"));
        await workshop.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task Sid_builds_though_its_index_may_be_past_its_date()
    {
        const string Dates = "packages: {apt.conf.d: {10dates: 'Acquire::Check-Valid-Until \"false\";'}}";
        using var workshop = new Workshop(space).With(new SmallManifest { Release = "sid", More = Dates });
        await workshop.BuildWellAsync();
        Assert.True(File.Exists(Path.Combine(workshop.Output, "small.raw")));
    }

    [Fact]
    public async Task Progress_json_is_one_event_per_line()
    {
        using var workshop = new Workshop(space).With(new SmallManifest());
        var end = await workshop.BuildWellAsync("--progress", "json");

        var events = end.Error.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var types = events.Select(e => e.GetProperty("type").GetString()).ToList();
        Assert.Equal(["hello", "plan"], types.Where(t => t is not ("log" or "progress")).Take(2));
        Assert.Equal("result", types[^1]);
        var tasks = events[types.IndexOf("plan")].GetProperty("tasks").GetArrayLength();
        Assert.Equal(tasks, types.Count(t => t == "taskStarted"));
        Assert.Equal(tasks, types.Count(t => t == "taskFinished"));
        Assert.Equal(
            ["download", "unpack"],
            events.Where((_, i) => types[i] == "progress").Select(e => e.GetProperty("counter").GetString()).Distinct().Order().Take(2));
    }

    private static string? Sha256Of(JsonDocument result) => result.RootElement.GetProperty("images")[0].GetProperty("sha256").GetString();

    private static async Task AssertToldAsItIsAsync(JsonElement result, string path)
    {
        var image = Assert.Single(result.GetProperty("images").EnumerateArray());
        Assert.Equal(path, image.GetProperty("path").GetString());
        Assert.Equal("qcow2", image.GetProperty("format").GetString());
        await using var file = File.OpenRead(path);
        Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(file)), image.GetProperty("sha256").GetString());
        Assert.Equal(file.Length, image.GetProperty("apparentSize").GetInt64());
        Assert.Equal((long)Libc.Status(path, follow: true).Blocks * 512, image.GetProperty("allocatedSize").GetInt64());
        Assert.Equal(2L << 30, image.GetProperty("virtualSize").GetInt64());
    }

    private static void AssertPackages(JsonElement packages, string release)
    {
        var all = packages.EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("version").GetString()!);
        Assert.Empty(((string[])["apt", "grub-cloud-amd64", "linux-image-cloud-amd64", "openssh-server", "systemd-sysv"]).Except(all.Keys));
        Assert.StartsWith(release == "bookworm" ? "12." : "13", all["base-files"], StringComparison.Ordinal);
    }

    private static async Task AssertLogAsync(string log, Workshop workshop, string release)
    {
        Assert.Equal(Path.Combine(workshop.Folder, "log"), Path.GetDirectoryName(log));
        Assert.Matches($@"^\d{{14}}_{release}\.log$", Path.GetFileName(log));
        var lines = await File.ReadAllLinesAsync(log);
        Assert.Contains(lines, line => line.EndsWith("INFO: Unpacking the minimal system", StringComparison.Ordinal));
        var last = lines[^1];
        Assert.EndsWith($"INFO: Successfully completed: {workshop.Output}/debian-{release}-amd64.qcow2", last, StringComparison.Ordinal);
        Assert.True(int.Parse(last[1..last.IndexOf(']')], CultureInfo.InvariantCulture) > 1000, last);
    }
}
