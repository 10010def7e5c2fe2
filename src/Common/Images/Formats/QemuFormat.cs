using BootstrapVz.Base.Hosts;
using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Images.Formats;

/// <summary>A format that qemu-img(1) makes.</summary>
/// <param name="Name">What qemu-img calls it.</param>
/// <param name="Options">Its options, comma-separated; null for none.</param>
/// <param name="Identify">Sets what qemu-img left to chance; null when there is no such thing.</param>
internal sealed record QemuFormat(string Name, string? Options = null, Action<SafeFileHandle, ImageIdentity>? Identify = null)
{
    private static readonly Dictionary<string, QemuFormat> ByName = new()
    {
        ["qcow2"] = new("qcow2"),
        ["vmdk"] = new("vmdk", null, VmdkDescriptor.Identify),
        ["vdi"] = new("vdi", null, VdiHeader.Identify),
        // Without force_size the disk grows to the next size that cylinders, heads and sectors can say; Azure takes whole MiB only.
        ["vhd"] = new("vpc", "subformat=fixed,force_size=on", VhdFooter.Identify),
        ["vhd-dynamic"] = new("vpc", "subformat=dynamic,force_size=on", VhdFooter.Identify),
        ["vhdx"] = new("vhdx", null, VhdxHeaders.Identify),
    };

    /// <summary>The format of a manifest's word; null when qemu-img is not what makes it.</summary>
    public static QemuFormat? Find(string word) => ByName.GetValueOrDefault(word);

    /// <summary>Makes a file of this format from a raw one.</summary>
    /// <param name="host">Has qemu-img.</param>
    /// <param name="raw">The disk.</param>
    /// <param name="target">The file, which is empty.</param>
    /// <param name="identity">What is not in the disk.</param>
    /// <param name="compress">Whether clusters are compressed, where the format knows that.</param>
    /// <param name="ct">Stops it.</param>
    public async Task ConvertAsync(IHost host, UnfinishedFile raw, UnfinishedFile target, ImageIdentity identity, bool compress, CancellationToken ct)
    {
        string[] options = [.. Options is null ? (string[])[] : ["-o", Options], .. compress && Name == "qcow2" ? (string[])["-c"] : []];
        // Never -W: it takes clusters as they become free, and the same disk gives other bytes every time (qemu-img(1), convert).
        await host.RunAsync(new("qemu-img", ["convert", "-f", "raw", "-O", Name, .. options, "-m", "8", raw.ToolPath, target.ToolPath]), ct);
        Identify?.Invoke(target.Handle, identity);
    }
}
