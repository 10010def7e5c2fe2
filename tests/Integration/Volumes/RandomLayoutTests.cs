using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

/// <summary>Some of the layouts that the unit tests only plan, written and read again.</summary>
public sealed class RandomLayoutTests
{
    private const int Wanted = 60;

    [Fact]
    public async Task What_is_written_is_what_was_planned()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(RandomLayoutTests)))
            return;
        var written = 0;
        for (var seed = 0; written < Wanted; seed += 7)
        {
            using var bench = new Workbench();
            var path = Path.Combine(bench.Folder, "m.yml");
            await File.WriteAllTextAsync(path, RandomManifests.Text(seed));
            if (ManifestReader.Check(path, FixtureUnits.Catalog).Diagnostics.Any(finding => finding.Severity == Severity.Error))
                continue;
            var layout = LayoutPlanner.Plan(LayoutRequest.For(ManifestReader.Read(path, FixtureUnits.Catalog), $"layout {seed}")).Layout!;
            try
            {
                await AssertWrittenAsync(bench, layout);
            }
            catch (BuildException error) when ((layout.WantedSize is not null || layout.Partitions.Any(p => p.Group is not null)) && error.Message.Contains("too small"))
            {
                continue;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                Assert.Fail($"seed {seed}: {error}\n{RandomManifests.Text(seed)}");
            }

            written++;
        }
    }

    private static async Task AssertWrittenAsync(Workbench bench, PartitionLayout planned)
    {
        SampleTree.Fill(bench.Root);
        foreach (var partition in planned.Mounted.Where(p => p.MountPoint != "/"))
        {
            bench.Root.CreateDirectory(partition.MountPoint!);
            await bench.Root.WriteTextAsync(partition.MountPoint + "/here", partition.Key);
        }

        var (result, layout) = await bench.MakeAsync(planned, "a.raw");
        if (layout.Map != PartitionMap.None)
        {
            Assert.Contains("No errors detected", await bench.RunAsync("sfdisk", "--verify", result.Path));
            var table = (await PartitionTable.ReadAsync(bench.Host, result.Path, default))!;
            Assert.Equal(
                layout.Partitions.Select(p => (p.Number, p.Start.Count, p.Length.Count)),
                table.Partitions.Select(p => (p.Number, p.Start, p.Length)));
        }

        Assert.Equal(layout.VolumeSize.Count, new FileInfo(result.Path).Length);
        var read = layout.Map switch
        {
            PartitionMap.Gpt => GptReader.Read(result.Path).Entries.Select(e => (e.FirstSector, e.LastSector - e.FirstSector + 1)),
            PartitionMap.Msdos => MsdosReader.Read(result.Path).Select(e => (e.FirstSector, e.Sectors)),
            // Without a table nothing says where the filesystem ends but itself; what checks it is below.
            _ => layout.Partitions.Select(p => (0L, p.Length.Count / 512)),
        };
        Assert.Equal(layout.Partitions.Select(p => (p.Start.Count / 512, p.Length.Count / 512)), read);
        foreach (var partition in layout.Partitions)
        {
            var file = await bench.ExtractAsync(result.Path, partition);
            if (partition.Encryption is not null)
                file = await Luks.OpenAsync(bench, file, RandomManifests.Secret);
            foreach (var volume in partition.Group?.Volumes ?? [])
                await Checked.AssertSoundAsync(bench, volume, await bench.ExtractAsync(file, volume with { Start = volume.Start - partition.ContentStart }));
            if (partition.Filesystem is not null)
                await Checked.AssertSoundAsync(bench, partition, file);
            foreach (var extracted in Directory.EnumerateFiles(bench.Folder, "extracted-*"))
                File.Delete(extracted);
        }
    }
}
