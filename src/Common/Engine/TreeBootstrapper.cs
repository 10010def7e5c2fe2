using System.Text;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>Makes a minimal system: fetches and unpacks its packages at the same time, then lets dpkg configure them once.</summary>
public sealed class TreeBootstrapper(IHost host, IBuildLog log, PackageFetcher fetcher)
{
    private const string Running = "/var/lib/dpkg/tmp.ci";
    private static readonly string[] ControlMembers = ["preinst", "config", "templates"];

    /// <summary>Fetches and unpacks the packages into an empty tree and writes dpkg's database; nothing of the image runs yet.</summary>
    /// <param name="set">The packages.</param>
    /// <param name="sources">For the architectures.</param>
    /// <param name="root">The tree. It may hold mount points (/dev, /proc) and files that were put there before.</param>
    /// <param name="filters">Paths to leave out.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="BuildException">A package cannot be had, is damaged, or does not fit.</exception>
    public async Task UnpackAsync(BootstrapSet set, AptSources sources, RootFs root, PathFilters filters, CancellationToken ct)
    {
        Directory.CreateDirectory(root.HostPath);
        if (set.Selection.MergedUsr)
            MergedUsr.Create(root, sources.Architecture);
        var order = set.Packages.Select((package, i) => (package, i)).ToDictionary(p => p.package, p => p.i);
        var unpacked = new UnpackedPackage[set.Packages.Count];
        var done = 0;
        using var tree = new TreeWriter(root.HostPath, log);
        await Parallel.ForEachAsync(
            fetcher.FetchAsync(set.Packages, ct),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
            (ready, token) =>
            {
                var place = order[ready.Package];
                unpacked[place] = PackageUnpacker.Unpack(ready.Package, ready.File, place, tree, filters, token);
                log.Progress("unpack", Interlocked.Increment(ref done), unpacked.Length, "packages");
                return ValueTask.CompletedTask;
            });
        tree.Finish(new OwnerNames(root));
        DpkgDatabase.Write(root, unpacked, [sources.Architecture, .. sources.ForeignArchitectures]);
    }

    /// <summary>Runs the scripts that come before and after unpacking, no service among them (<see cref="DaemonBlock"/> stays). /dev and /proc must be in place.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="incomplete">Whether packages were left out that others depend on.</param>
    /// <param name="ct">Kills the scripts.</param>
    /// <exception cref="BuildException">A script failed; the package is named.</exception>
    public async Task ConfigureAsync(RootFs root, bool incomplete, CancellationToken ct)
    {
        await DaemonBlock.WriteAsync(root, ct);
        var chroot = new Chroot(host, root);
        await RunPreinstAsync(root, chroot, ct);
        string[] force = incomplete ? ["--force-depends"] : [];
        var result = await chroot.RunAsync(
            new Command("dpkg", [.. force, "--force-unsafe-io", "--configure", "--pending"]) { AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        if (result.ExitCode != 0)
            throw DpkgErrors.From(result);
    }

    /// <summary>Notes which packages are there only because others need them.</summary>
    public static Task MarkAutomaticAsync(RootFs root, IReadOnlyList<ResolvedPackage> packages, string architecture, CancellationToken ct) =>
        root.WriteTextAsync(
            "/var/lib/apt/extended_states",
            string.Join('\n', packages.Select(p => $"Package: {p.Name}\nArchitecture: {(p.Architecture == "all" ? architecture : p.Architecture)}\nAuto-Installed: 1\n")) + "\n",
            ct: ct);

    // dpkg runs a preinst before it unpacks; here everything is unpacked at once and they follow. On a first installation they make
    // the first /etc/passwd (base-passwd, so it goes first), diversions, and checks. One shell runs all: starting each by itself costs
    // more than the scripts.
    // The folder is where dpkg has the control files of the package it unpacks; debconf learns from it whose script is running.
    private static async Task RunPreinstAsync(RootFs root, Chroot chroot, CancellationToken ct)
    {
        var scripts = root.List("/var/lib/dpkg/info", "*.preinst")
            .OrderBy(path => !path.EndsWith("/base-passwd.preinst", StringComparison.Ordinal)).ToList();
        var architecture = File.ReadLines(root.Resolve("/var/lib/dpkg/arch")).First();
        var driver = new StringBuilder("export DPKG_MAINTSCRIPT_NAME=preinst DPKG_MAINTSCRIPT_PACKAGE_REFCOUNT=1 DPKG_ADMINDIR=/var/lib/dpkg DPKG_ROOT=\n");
        foreach (var script in scripts)
        {
            var info = Path.GetFileNameWithoutExtension(script);
            var (name, own) = info.Split(':') is [var first, var second] ? (first, second) : (info, architecture);
            var members = ControlMembers.Where(member => root.FileExists($"/var/lib/dpkg/info/{info}.{member}"));
            driver.Append($"mkdir -p {Running}; printf 'Package: %s\\n' {name} >{Running}/control\n")
                .AppendJoin("", members.Select(member => $"ln '/var/lib/dpkg/info/{info}.{member}' {Running}/{member}\n"))
                .Append($"DPKG_MAINTSCRIPT_PACKAGE={name} DPKG_MAINTSCRIPT_ARCH={own} {Running}/preinst install </dev/null")
                .Append($" || {{ echo 'the preinst script of package {name} failed' >&2; exit 1; }}\n")
                .Append($"rm -r {Running}\n");
        }

        var result = await chroot.RunAsync(new Command("sh", "-s") { Input = driver.ToString(), AllowedExitCodes = [.. Enumerable.Range(0, 256)] }, ct);
        if (result.ExitCode != 0)
        {
            throw new BuildException(
                $"a script that comes before unpacking failed:\n  {string.Join("\n  ", (result.Output + result.Error).TrimEnd().Split('\n').TakeLast(12))}");
        }
    }
}
