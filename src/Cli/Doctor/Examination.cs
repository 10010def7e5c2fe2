using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Cli.Building;

namespace BootstrapVz.Cli.Doctor;

/// <summary>Looks at what this host can do.</summary>
internal sealed class Examination(IHost host, bool isRoot)
{
    private static readonly (string Feature, string Title)[] Features =
    [
        ("build", "build images"),
        ("user", "build as an ordinary user"),
        ("plugins", "plugins that need programs of their own"),
        ("mmdebstrap", "the bootstrapper engine mmdebstrap"),
        ("debootstrap", "the bootstrapper engine debootstrap"),
        ("xfs", "xfs filesystems"),
        ("btrfs", "btrfs filesystems made by a format_command"),
        ("squashfs", "squashfs filesystems"),
        ("erofs", "erofs filesystems"),
        ("verity", "root filesystems that dm-verity checks"),
        ("foreign", "build images for arm64 and riscv64"),
        ("boot", "boot images for i386 and amd64"),
        ("boot-arm64", "boot images for arm64"),
        ("boot-riscv64", "boot images for riscv64"),
        ("remote", "build servers"),
        ("test", "test bootstrap-vz itself"),
    ];

    /// <summary>The names of the features.</summary>
    public static IEnumerable<string> Names => Features.Select(f => f.Feature);

    /// <summary>Examines some features, or all when none is named.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(IReadOnlyList<string> features, CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var (feature, title) in Features.Where(f => features.Count == 0 || features.Contains(f.Feature)))
        {
            HostNeed[] missing = [.. HostNeeds.All.Where(need => need.Feature == feature && !need.IsMet(host))];
            findings.Add(new(feature, title, missing, await ProblemsAsync(feature, ct)));
        }

        return findings;
    }

    private async Task<IReadOnlyList<HostRequirement>> ProblemsAsync(string feature, CancellationToken ct) => feature switch
    {
        "build" => [.. isRoot ? await NamespacesAsync(ct) : [], .. Overlay(File.ReadAllText("/proc/filesystems"))],
        // Root cannot try this for others.
        "user" when !isRoot => Namespaces.Missing(host) is { Count: > 0 } missing
            ? [.. missing.Where(m => !m.What.Contains("newuidmap", StringComparison.Ordinal))]
            : await NamespacesAsync(ct),
        _ => [],
    };

    private async Task<IReadOnlyList<HostRequirement>> NamespacesAsync(CancellationToken ct)
    {
        var command = Namespaces.Command(isRoot);
        if (host.Find(command[0]) is null)
            return [];
        var result = await host.RunAsync(
            new Command(command[0], [.. command.Skip(1), "true"]) { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        return result.ExitCode == 0 ? [] : Namespaces.Refused(isRoot, result.Error.Trim()).Missing;
    }

    // The module may still be loaded on demand; then its file is there.
    private static IReadOnlyList<HostRequirement> Overlay(string filesystems) =>
        filesystems.Split('\n').Any(line => line.EndsWith("\toverlay", StringComparison.Ordinal))
        || Directory.Exists($"/lib/modules/{File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}/kernel/fs/overlayfs")
            ? []
            : [new("overlayfs in the kernel", "modprobe overlay, or a kernel with CONFIG_OVERLAY_FS")];
}
