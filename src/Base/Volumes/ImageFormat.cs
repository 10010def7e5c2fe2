namespace BootstrapVz.Base.Volumes;

/// <summary>What an image is on the host.</summary>
public enum ImageKind
{
    /// <summary>A file with a disk in it.</summary>
    Disk,

    /// <summary>The root tree as it is, without a disk around it.</summary>
    Tree,

    /// <summary>A block device of the host.</summary>
    Device,
}

/// <summary>A kind of image: a value of <c>volume.backing</c> or <c>volume.formats</c>.</summary>
/// <param name="Name">The word in manifests.</param>
/// <param name="Kind">What it is on the host.</param>
/// <param name="Suffix">What follows the image's name.</param>
public sealed record ImageFormat(string Name, ImageKind Kind, string Suffix)
{
    /// <summary>Every kind that can be made.</summary>
    public static IReadOnlyList<ImageFormat> All { get; } =
    [
        new("raw", ImageKind.Disk, ".raw"),
        new("qcow2", ImageKind.Disk, ".qcow2"),
        new("vmdk", ImageKind.Disk, ".vmdk"),
        new("vmdk-stream", ImageKind.Disk, ".stream.vmdk"),
        new("vdi", ImageKind.Disk, ".vdi"),
        new("vhd", ImageKind.Disk, ".vhd"),
        new("vhd-dynamic", ImageKind.Disk, ".dynamic.vhd"),
        new("vhdx", ImageKind.Disk, ".vhdx"),
        new("tar", ImageKind.Tree, ".tar"),
        new("folder", ImageKind.Tree, ".chroot"),
        new("directory", ImageKind.Tree, ""),
        new("lvm", ImageKind.Device, ""),
        new("block", ImageKind.Device, ""),
    ];

    /// <summary>Whether it is a folder and not one file.</summary>
    public bool IsFolder => Name is "folder" or "directory";

    /// <summary>The kind of a word; null when it cannot be made.</summary>
    public static ImageFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
