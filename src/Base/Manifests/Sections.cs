using System.ComponentModel.DataAnnotations;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Base.Manifests;

/// <summary>The part of a manifest that every build has.</summary>
public sealed record BaseOptions
{
    /// <summary>The image's name; the file is called this with the format's extension.</summary>
    [Variables]
    public required string Name { get; init; }

    /// <summary>How the minimal system is installed.</summary>
    public BootstrapperOptions Bootstrapper { get; init; } = new();

    /// <summary>What the system is.</summary>
    public required SystemOptions System { get; init; }

    /// <summary>Where packages come from and which are installed.</summary>
    public PackagesOptions Packages { get; init; } = new();

    /// <summary>Tags for what a cloud provider makes of the image.</summary>
    [MinLength(1)]
    [Variables]
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The disk.</summary>
    public required VolumeOptions Volume { get; init; }
}

/// <summary>Settings under <c>bootstrapper</c>.</summary>
public sealed record BootstrapperOptions
{
    /// <summary>Where finished images are placed; relative to the folder the program is started in.</summary>
    [MinLength(1)]
    public string Workspace { get; init; } = ".";

    /// <summary>Packages left out of the minimal system even if their priority would bring them in.</summary>
    [MinLength(1)]
    public IReadOnlyList<PackageName> ExcludePackages { get; init; } = [];

    /// <summary>Packages added to the minimal system.</summary>
    [MinLength(1)]
    public IReadOnlyList<PackageName> IncludePackages { get; init; } = [];

    /// <summary>The mirror the minimal system comes from, when not <c>packages.mirror</c>.</summary>
    public Uri? Mirror { get; init; }

    /// <summary>Accepted for manifests of the original; packages are always kept for re-use here.</summary>
    public bool Tarball { get; init; }

    /// <summary>How much the minimal system holds: <c>minbase</c> is the required packages and apt; without it the important ones too.</summary>
    [AllowedValues("minbase")]
    public string? Variant { get; init; }

    /// <summary>
    /// What makes the minimal system: this program itself, or one of Debian's tools on the host, from the same packages. Everything after
    /// it is the same.
    /// </summary>
    [AllowedValues("native", "mmdebstrap", "debootstrap")]
    public string Engine { get; init; } = "native";

    /// <summary>The keyring that the mirror's signature is checked against.</summary>
    [HostFile]
    public string? Keyring { get; init; }

    /// <summary>Trusts the mirror without a signature. Never set this for an image that leaves your desk.</summary>
    [Setting("no-check-gpg")]
    public bool NoCheckGpg { get; init; }

    /// <summary>Insists on the signature check, which is what happens anyway.</summary>
    [Setting("force-check-gpg")]
    public bool ForceCheckGpg { get; init; }
}

/// <summary>Settings under <c>system</c>.</summary>
public sealed record SystemOptions
{
    /// <summary>The machine's architecture.</summary>
    [AllowedValues("i386", "amd64", "arm64", "riscv64")]
    public required string Architecture { get; init; }

    /// <summary>The architecture of the packages beside the kernel and what starts it, when it is not the machine's.</summary>
    [AllowedValues("i386")]
    public string? UserspaceArchitecture { get; init; }

    /// <summary>The boot loader.</summary>
    [AllowedValues("pvgrub", "grub", "systemd-boot", "extlinux", "none")]
    public required string Bootloader { get; init; }

    /// <summary>The firmware GRUB is installed for; <c>both</c> on amd64 with a GPT, else what machine and layout allow. systemd-boot has <c>uefi</c> only.</summary>
    [AllowedValues("bios", "uefi", "both")]
    public string? Firmware { get; init; }

    /// <summary>
    /// Whether kernel, initramfs and kernel arguments are one file each time, a unified kernel image that systemd-boot starts. From trixie on.
    /// </summary>
    public bool UnifiedKernel { get; init; }

    /// <summary>Signs what firmware starts with a key of your own, for machines that trust it.</summary>
    public SecureBootOptions? SecureBoot { get; init; }

    /// <summary>Character encoding of the default locale.</summary>
    public required string Charmap { get; init; }

    /// <summary>The host name; without it the image has none and takes what the network gives.</summary>
    [RegularExpression(@"\S+")]
    [Variables]
    public string? Hostname { get; init; }

    /// <summary>The default locale, without encoding: <c>en_US</c>, <c>C</c>.</summary>
    public required string Locale { get; init; }

    /// <summary>The Debian release: a codename or <c>stable</c>, <c>testing</c> and so on.</summary>
    public required string Release { get; init; }

    /// <summary>The time zone: a file name below /usr/share/zoneinfo.</summary>
    public required string Timezone { get; init; }
}

/// <summary>Settings under <c>system.secure_boot</c>.</summary>
public sealed record SecureBootOptions
{
    /// <summary>The private key, RSA in PEM. It is read here, and goes into no image, cache or log.</summary>
    [HostFile]
    public required string Key { get; init; }

    /// <summary>The key's certificate, PEM or DER.</summary>
    [HostFile]
    public required string Certificate { get; init; }

    /// <summary>Whether the files with which firmware takes the certificate as db, KEK and PK are written beside the image, in a folder of its name.</summary>
    public bool EnrolmentFiles { get; init; }
}

/// <summary>The part of <c>system</c> that says which locale is the default.</summary>
/// <param name="Locale">Without encoding: <c>en_US</c>, <c>C</c>.</param>
/// <param name="Charmap">The encoding.</param>
public sealed record SystemLocale(string Locale, string Charmap);

/// <summary>Settings under <c>packages</c>.</summary>
public sealed record PackagesOptions
{
    /// <summary>Components of the default sources.</summary>
    [MinLength(1)]
    public IReadOnlyList<string> Components { get; init; } = ["main"];

    /// <summary>Packages to install: <c>name</c>, <c>name/target</c>, or the absolute path of a local .deb file.</summary>
    [MinLength(1)]
    [Variables]
    public IReadOnlyList<PackageSpec> Install { get; init; } = [];

    /// <summary>Installs what tasksel calls the standard system.</summary>
    public bool InstallStandard { get; init; }

    /// <summary>The mirror the image's sources name.</summary>
    public Uri Mirror { get; init; } = new("http://ftp.debian.org/debian");

    /// <summary>The security mirror the image's sources name.</summary>
    public Uri Security { get; init; } = new("http://ftp.debian.org/debian-security");

    /// <summary>apt pinning, by file name below /etc/apt/preferences.d; <c>main</c> is /etc/apt/preferences.</summary>
    [MinLength(1)]
    [Variables]
    public IReadOnlyDictionary<FileName, IReadOnlyList<PreferenceOptions>> Preferences { get; init; } = new Dictionary<FileName, IReadOnlyList<PreferenceOptions>>();

    /// <summary>apt configuration, by file name below /etc/apt/apt.conf.d; <c>main</c> is /etc/apt/apt.conf.</summary>
    [Setting("apt.conf.d")]
    [MinLength(1)]
    public IReadOnlyDictionary<AptConfName, string> AptConf { get; init; } = new Dictionary<AptConfName, string>();

    /// <summary>Further source lines, by file name below /etc/apt/sources.list.d; <c>main</c> is /etc/apt/sources.list.</summary>
    [MinLength(1)]
    [Variables]
    public IReadOnlyDictionary<FileName, IReadOnlyList<SourceLine>> Sources { get; init; } = new Dictionary<FileName, IReadOnlyList<SourceLine>>();

    /// <summary>Archives that are not Debian's, by file name below /etc/apt/sources.list.d, each trusted by its own key only.</summary>
    [MinLength(1)]
    public IReadOnlyDictionary<FileName, RepositoryOptions> Repositories { get; init; } = new Dictionary<FileName, RepositoryOptions>();

    /// <summary>Keyring files for further sources, relative to the manifest.</summary>
    [Setting("trusted-keys")]
    [MinLength(1)]
    [HostFile]
    public IReadOnlyList<string> TrustedKeys { get; init; } = [];

    /// <summary>Adds deb-src lines for the default sources.</summary>
    [Setting("include-source-type")]
    public bool IncludeSourceType { get; init; }
}

/// <summary>One block of apt pinning; see apt_preferences(5).</summary>
public sealed record PreferenceOptions
{
    /// <summary>Package names or patterns.</summary>
    public required string Package { get; init; }

    /// <summary>What is pinned.</summary>
    public required string Pin { get; init; }

    /// <summary>The priority.</summary>
    [Setting("pin-priority")]
    public required int PinPriority { get; init; }
}
