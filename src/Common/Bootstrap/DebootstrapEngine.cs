using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Roots;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>Requires debootstrap of the host, one that knows the release.</summary>
[Task(Phase.Validation, "Requiring debootstrap")]
[Before<CheckHostTools>]
public sealed class RequireDebootstrap(SystemOptions system) : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        const string tool = UnpackWithDebootstrap.Tool;
        build.Get<RequiredTools>().Add("making the minimal system with debootstrap", tool);
        if (build.Host.Find(tool) is not null && !File.Exists($"{UnpackWithDebootstrap.Scripts}/scripts/{system.Release}"))
            throw new HostRequirementException([new($"a debootstrap that knows the release '{system.Release}'", "install a newer one, or set bootstrapper.engine to 'native'")]);
        return Task.CompletedTask;
    }
}

/// <summary>Fetches the packages and has debootstrap extract those of the minimal system into the root: its first stage.</summary>
[Task(Phase.OsInstallation, "Unpacking the minimal system with debootstrap")]
[After<UnpackBootstrap>]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
public sealed class UnpackWithDebootstrap(Release release) : BuildTask
{
    /// <summary>The program.</summary>
    internal const string Tool = "debootstrap";

    /// <summary>The rest of it.</summary>
    internal const string Scripts = "/usr/share/debootstrap";

    // debootstrap insists on making device nodes, which only root of the whole machine may, unless it finds itself in such a container.
    internal static readonly Dictionary<string, string?> InContainer = new() { ["container"] = "lxc" };

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var tool = new DebianTool(build, Tool);
        build.HostFile(build.Host.Find(Tool)!); // another version may make another tree
        build.HostFile(Scripts);
        await tool.InstallAsync(release, archive => build.Host.RunAsync(CommandFor(build, tool, archive), ct), ct);
        build.Root.EmptyDirectory("/dev");
    }

    private static Command CommandFor(BuildContext build, DebianTool tool, string archive) => new(
        "unshare", ["--net", "--", Tool, "--foreign", "--no-check-gpg",
        .. tool.Selection.Variant == BootstrapVariant.Minbase ? (string[])["--variant=minbase"] : [],
        tool.Selection.MergedUsr ? "--merged-usr" : "--no-merged-usr",
        "--arch=" + tool.Architecture,
        "--include=" + tool.Packages,
        .. tool.Packages.Split(',').Contains("usr-is-merged") ? (string[])[] : ["--exclude=usr-is-merged"], // what it adds by itself
        tool.Selection.Suite, build.Root.HostPath, "file://" + archive])
    {
        Environment = new Dictionary<string, string?>(InContainer)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["LC_ALL"] = "C.UTF-8",
            ["TERM"] = "dumb",
        },
        InheritEnvironment = false,
    };
}

/// <summary>Has debootstrap install what it extracted: its second stage.</summary>
[Task(Phase.OsInstallation, "Configuring the minimal system with debootstrap")]
[After<MountSpecials>]
[After<DisableDaemonAutostart>]
[Before<ConfigureBootstrap>]
public sealed class ConfigureWithDebootstrap : BuildTask
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var tool = new DebianTool(build, UnpackWithDebootstrap.Tool);
        // It mounts /proc anew and at its end takes away what is mounted: in a namespace of its own.
        await build.Chroot.RunAsync(
            new("unshare", "--mount", "--propagation", "unchanged", "--", "/debootstrap/debootstrap", "--second-stage") { Environment = UnpackWithDebootstrap.InContainer }, ct);
        await build.Root.WriteTextAsync("/var/lib/dpkg/arch", tool.Architecture + "\n", ct: ct); // as mmdebstrap and the native engine do
        foreach (var package in build.Root.List("/var/cache/apt/archives", "*.deb"))
            build.Root.DeleteFile(package);
        build.Root.EmptyDirectory("/var/lib/apt/lists");
        await tool.FinishAsync(ct);
        await DaemonBlock.WriteAsync(build.Root, ct); // debootstrap has removed it
    }
}
