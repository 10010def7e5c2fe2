using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Common.Images;

namespace BootstrapVz.Plugins.Vagrant;

/// <summary>A box: a compressed archive of a disk, what its provider needs to know, and a Vagrantfile.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Architecture">The machine's architecture as Debian calls it, which is how Vagrant calls it.</param>
/// <param name="IsUefi">Whether the image starts through UEFI only.</param>
/// <param name="Vagrantfile">Its Vagrantfile; null for the plugin's.</param>
/// <remarks>Source: Vagrant documentation, "Box File Format"; vagrant-libvirt documentation, "Creating a Box".</remarks>
internal sealed record Box(BoxProvider Provider, string Architecture, bool IsUefi, string? Vagrantfile) : ImageWrapper
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <inheritdoc/>
    public override string Format => "box";

    /// <summary>Whose box an image would be; null when it is of no use to the provider that is asked for.</summary>
    public static BoxProvider? ProviderOf(VagrantOptions options, Manifest manifest)
    {
        BoxProvider? fitting = manifest.Volume.Backing switch
        {
            "qcow2" => BoxProvider.Libvirt,
            "vmdk" or "vmdk-stream" => BoxProvider.Virtualbox,
            _ => null,
        };
        return options.Provider is null || options.Provider == fitting ? fitting : null;
    }

    /// <inheritdoc/>
    public override async Task WriteAsync(WrappedDisk disk, Stream target, CancellationToken ct)
    {
        await using var content = File.OpenRead(disk.Path);
        await using var packed = new ParallelGzipStream(target, disk.Jobs);
        await using var tar = new TarWriter(packed, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var (name, text) in Texts(disk, content.Length))
            await AddAsync(tar, name, new MemoryStream(Encoding.UTF8.GetBytes(text)), disk.Epoch, ct);
        await AddAsync(tar, DiskName(disk), content, disk.Epoch, ct);
    }

    private string DiskName(WrappedDisk disk) => Provider == BoxProvider.Libvirt ? "box.img" : "box-disk1." + (disk.Format == "vmdk-stream" ? "vmdk" : disk.Format);

    // What is read first comes first: a box can be judged without unpacking its disk.
    private IEnumerable<(string Name, string Text)> Texts(WrappedDisk disk, long length)
    {
        yield return ("metadata.json", Metadata(disk).ToJsonString() + "\n");
        yield return ("Vagrantfile", Vagrantfile ?? VagrantfileText.Of(this, MachineDescription.MacAddress(disk.Seed)));
        if (Provider == BoxProvider.Virtualbox)
            yield return ("box.ovf", MachineDescription.Of(disk, DiskName(disk), length));
    }

    // 'format' and 'virtual_size' are for vagrant-libvirt before 0.8, 'disks' for those after it, which look into the disk themselves.
    private JsonObject Metadata(WrappedDisk disk) => Provider == BoxProvider.Virtualbox
        ? new() { ["provider"] = "virtualbox", ["architecture"] = Architecture }
        : new()
        {
            ["provider"] = "libvirt",
            ["architecture"] = Architecture,
            ["format"] = disk.Format,
            ["virtual_size"] = (disk.VirtualSize + Bytes.MiB(1024).Count - 1) / Bytes.MiB(1024).Count,
            ["disks"] = new JsonArray(new JsonObject { ["path"] = DiskName(disk) }),
        };

    private static Task AddAsync(TarWriter tar, string name, Stream content, long epoch, CancellationToken ct) => tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, name)
    {
        Mode = FileMode,
        ModificationTime = DateTimeOffset.FromUnixTimeSeconds(epoch),
        DataStream = content,
    }, ct);
}
