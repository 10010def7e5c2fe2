using System.Globalization;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Apt;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Host;
using BootstrapVz.Common.Roots;

namespace BootstrapVz.Common.Bootstrap;

/// <summary>Requires mmdebstrap of the host.</summary>
[Task(Phase.Validation, "Requiring mmdebstrap")]
[Before<CheckHostTools>]
public sealed class RequireMmdebstrap : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct)
    {
        build.Get<RequiredTools>().Add("making the minimal system with mmdebstrap", MakeWithMmdebstrap.Tool);
        return Task.CompletedTask;
    }
}

/// <summary>Fetches the packages and has mmdebstrap install those of the minimal system into the root.</summary>
[Task(Phase.OsInstallation, "Making the minimal system with mmdebstrap")]
[After<UnpackBootstrap>]
[Before<MountSpecials>]
[Before<DisableDaemonAutostart>]
public sealed class MakeWithMmdebstrap(Release release) : BuildTask
{
    /// <summary>The program.</summary>
    internal const string Tool = "mmdebstrap";

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext build, CancellationToken ct)
    {
        var tool = new DebianTool(build, Tool);
        build.HostFile(build.Host.Find(Tool)!); // another version may make another tree
        await tool.InstallAsync(
            release,
            archive =>
            {
                if (tool.Selection.MergedUsr)
                    MergedUsr.Create(build.Root, tool.Architecture); // mmdebstrap leaves it to package usrmerge, which breaks hard links
                return build.Host.RunAsync(CommandFor(build, tool, archive), ct);
            },
            ct);
        foreach (var mounted in (string[])["/dev", "/run", "/tmp"])
            build.Root.EmptyDirectory(mounted);
        await tool.FinishAsync(ct);
    }

    private static Command CommandFor(BuildContext build, DebianTool tool, string archive) => new(
        // The builder is root of its namespaces already; what mmdebstrap mounts goes with one of its own.
        "unshare", "--mount", "--net", "--", Tool, "--mode=root", "--format=directory",
        "--variant=" + (tool.Selection.Variant == BootstrapVariant.Minbase ? "minbase" : "important"),
        "--architectures=" + tool.Architecture,
        "--include=" + tool.Packages,
        "--aptopt=APT::Sandbox::User \"root\"", // another user need not be able to read the archive
        "--skip=check/empty,chroot/mount/sys", // the links of /usr are there; scripts see no hardware, as in all builds
        tool.Selection.Suite, build.Root.HostPath, $"deb [trusted=yes] copy://{archive} {tool.Selection.Suite} {LocalArchive.Component}")
    {
        Environment = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["LC_ALL"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["TMPDIR"] = build.Paths.Scratch,
            [Chroot.EmulatedProcessorVariable] = build.Chroot.EmulatedProcessor,
            ["SOURCE_DATE_EPOCH"] = build.Chroot.SourceDateEpoch?.ToString(CultureInfo.InvariantCulture),
        },
        InheritEnvironment = false,
    };
}
