using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Inspection;
using Xunit;

namespace BootstrapVz.Test.Integration.Volumes;

public sealed class VolumeGroupTests
{
    [Fact]
    public async Task A_volume_group_is_one_to_lvm_and_its_volumes_are_sound_filesystems()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(VolumeGroupTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var (result, layout) = await bench.MakeAsync(Planned(null), "a.raw");

        var pv = layout.Partitions.Single(p => p.Key == "pv");
        await AssertGroupAsync(bench, layout, pv, await bench.ExtractAsync(result.Path, pv));
        foreach (var volume in pv.Group!.Volumes)
            await Checked.AssertSoundAsync(bench, volume, await bench.ExtractAsync(result.Path, volume));
        var seen = (await new ImageInspector(bench.Host, bench.Folder).InspectAsync(result.Path, default)).Partitions.ToDictionary(p => p.Part);
        Assert.Equal("LVM2_member", seen["partition 3"].Filesystem.Type);
        Assert.Equal(
            pv.Group.Volumes.Select(v => ($"vg-0/{VolumeGroup.VolumeName(v.Key)}", v.Start.Count, v.Length.Count, v.Filesystem!, v.FilesystemUuid)),
            seen.Values.Where(p => p.Part.StartsWith("vg-0/", StringComparison.Ordinal)).Select(p => (p.Part, p.Start, p.Size, p.Filesystem.Type, p.Filesystem.Uuid!)));
        var (again, _) = await bench.MakeAsync(Planned(null), "b.raw");
        Assert.Equal(result.Sha256, again.Sha256);
    }

    [Fact]
    public async Task A_volume_group_can_be_in_a_container()
    {
        if (await PrivateNamespaces.RunInsideAsync(typeof(VolumeGroupTests)))
            return;
        using var bench = new Workbench();
        SampleTree.Fill(bench.Root);

        var (result, layout) = await bench.MakeAsync(Planned(new() { Passphrase = Secret.Of("secret") }), "a.raw");

        var pv = layout.Partitions.Single(p => p.Key == "pv");
        var opened = await Luks.OpenAsync(bench, await bench.ExtractAsync(result.Path, pv), "secret");
        await AssertGroupAsync(bench, layout, pv, opened);
        foreach (var volume in pv.Group!.Volumes)
        {
            var inside = volume with { Start = volume.Start - pv.ContentStart };
            await Checked.AssertSoundAsync(bench, volume, await bench.ExtractAsync(opened, inside));
        }
    }

    private static PartitionLayout Planned(EncryptionOptions? encryption) => Workbench.Plan("gpt", new()
    {
        ["boot"] = Workbench.Partition("40MiB"),
        ["pv"] = new()
        {
            Size = PartitionSize.Parse("300MiB", null),
            Encryption = encryption,
            Lvm = new()
            {
                Group = "vg-0",
                Volumes = new Dictionary<string, PartitionOptions>
                {
                    ["root"] = Workbench.Partition("100MiB"),
                    ["swap"] = Workbench.Partition("16MiB", null),
                    ["var"] = Workbench.Partition("50%"),
                    ["var/tmp"] = Workbench.Partition("18MiB", "ext2"),
                },
            },
        },
    }, firmware: "bios");

    // What pvck(8) prints of a file it finds nothing wrong with; the other tools of LVM want devices.
    private static async Task AssertGroupAsync(Workbench bench, PartitionLayout layout, PlannedPartition pv, string file)
    {
        var facts = (await bench.RunAsync("blkid", "-p", "-s", "TYPE", "-s", "UUID", "-o", "export", file)).Split('\n');
        Assert.Contains("TYPE=LVM2_member", facts);
        Assert.Equal(pv.Group!.PhysicalUuid, facts.Single(fact => fact.StartsWith("UUID=", StringComparison.Ordinal))[5..].Replace("-", ""));
        var headers = await DumpAsync("headers");
        Assert.Contains("pv_header.device_size " + pv.ContentLength.Count, headers);
        Assert.Contains("mda_header_1.version 1", headers);
        Assert.DoesNotContain("CHECK", headers);
        var metadata = await DumpAsync("metadata");
        Assert.Contains("metadata text at", metadata);
        Assert.DoesNotContain("CHECK", metadata);
        Assert.Contains($"pe_count = {(pv.ContentLength - VolumeGroup.MetadataSize).Count / VolumeGroup.Extent.Count}", metadata);
        Assert.Equal(layout.Leaves.Count(leaf => leaf.MappedDevice is not null), metadata.Split("segment_count = 1").Length - 1);

        async Task<string> DumpAsync(string what)
        {
            var result = await bench.Host.RunAsync(new("pvck", "--dump", what, file), default);
            return result.Output + string.Join('\n', result.Error.Split('\n').Where(line => !line.Contains("device-mapper") && !line.Contains("leaked")));
        }
    }
}
