using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Base.Volumes;

/// <summary>Everything a layout follows from.</summary>
/// <param name="Volume">The manifest's volume section.</param>
/// <param name="Bootloader">The manifest's boot loader: <c>grub</c>, <c>extlinux</c>, <c>pvgrub</c> or <c>none</c>.</param>
/// <param name="Firmware">The manifest's firmware, or null for the default.</param>
/// <param name="Architecture">Debian's name of the machine's architecture.</param>
/// <param name="Seed">Stands for the build: equal seeds give equal identifiers.</param>
public sealed record LayoutRequest(VolumeOptions Volume, string Bootloader, string? Firmware, string Architecture, string Seed)
{
    /// <summary>The request of a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="seed">Stands for the build.</param>
    public static LayoutRequest For(Manifest manifest, string seed) =>
        new(manifest.Volume, manifest.System.Bootloader, manifest.System.Firmware, manifest.System.Architecture, seed);
}

/// <summary>A reason why a layout cannot be made.</summary>
/// <param name="Path">The setting it comes from, for example <c>volume</c>, <c>partitions</c>, <c>root</c>, <c>size</c>.</param>
/// <param name="Message">What is wrong, with the value in quotes.</param>
/// <param name="Hint">What to do about it, if known.</param>
public sealed record LayoutProblem(IReadOnlyList<string> Path, string Message, string? Hint = null);

/// <summary>A layout, or why there is none.</summary>
/// <param name="Layout">The layout; null when there are problems.</param>
/// <param name="Problems">Every problem, not only the first.</param>
public sealed record LayoutPlan(PartitionLayout? Layout, IReadOnlyList<LayoutProblem> Problems);

/// <summary>What a directory tree needs from a filesystem.</summary>
/// <param name="Inodes">Files, directories and links; names of one hard-linked file count once.</param>
/// <param name="Data">Blocks of 4 KiB that hold content and directory entries.</param>
public sealed record TreeContent(long Inodes, Bytes Data)
{
    /// <summary>An empty directory.</summary>
    public static TreeContent Empty => new(1, Bytes.KiB(4));
}
