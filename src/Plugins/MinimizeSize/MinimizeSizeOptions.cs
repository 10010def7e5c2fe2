using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Plugins.MinimizeSize;

/// <summary>Settings under <c>plugins.minimize_size</c>.</summary>
public sealed record MinimizeSizeOptions
{
    /// <summary>Whether blocks that no file uses are zero; they always are.</summary>
    public bool Zerofree { get; init; }

    /// <summary>How the image file is made smaller: <c>qemu-img</c> compresses qcow2; the other words are for files that are as small already.</summary>
    public Shrinking Shrink { get; init; } = Shrinking.None;

    /// <summary>What apt keeps on the machine.</summary>
    public AptMeasures Apt { get; init; } = new();

    /// <summary>Which files of packages are left out, now and on the machine.</summary>
    public DpkgMeasures Dpkg { get; init; } = new();
}

/// <summary>How an image file is made smaller.</summary>
public enum Shrinking
{
    /// <summary>Not at all.</summary>
    [Setting("false")]
    None,

    /// <summary>The same as <see cref="VmwareVdiskmanager"/>.</summary>
    [Setting("true")]
    Default,

    /// <summary>For vmdk.</summary>
    [Setting("vmware-vdiskmanager")]
    VmwareVdiskmanager,

    /// <summary>Compresses qcow2.</summary>
    [Setting("qemu-img")]
    QemuImg,

    /// <summary>Writes the file without what is unused.</summary>
    [Setting("qemu-img-no-compression")]
    QemuImgNoCompression,
}

/// <summary>Settings under <c>plugins.minimize_size.apt</c>.</summary>
public sealed record AptMeasures
{
    /// <summary>Whether downloaded packages and apt's binary caches are deleted after each use.</summary>
    public bool Autoclean { get; init; }

    /// <summary>The languages whose package descriptions are downloaded; <c>none</c> for English alone, from the package lists.</summary>
    [MinLength(1)]
    [RegularExpression("[A-Za-z_@.-]+")]
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Whether package lists stay compressed.</summary>
    public bool GzipIndexes { get; init; }

    /// <summary>Whether a package counts as unused when others only suggest it.</summary>
    public bool AutoremoveSuggests { get; init; }
}

/// <summary>Settings under <c>plugins.minimize_size.dpkg</c>.</summary>
public sealed record DpkgMeasures
{
    /// <summary>The languages whose translations and manual pages are kept, beside the English pages; all of them without this list.</summary>
    [RegularExpression("[A-Za-z]{2,3}[A-Za-z0-9_@.-]*")]
    public IReadOnlyList<string>? Locales { get; init; }

    /// <summary>Whether /usr/share/doc is left out, but for the licences.</summary>
    public bool ExcludeDocs { get; init; }
}
