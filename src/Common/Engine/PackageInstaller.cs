using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Roots;

namespace BootstrapVz.Common.Engine;

/// <summary>
/// Installs packages into a tree that has a dpkg database. New packages are unpacked in parallel and configured by the tree's own dpkg;
/// what upgrades or removes something goes through the host's apt and that dpkg as a whole.
/// </summary>
public sealed class PackageInstaller(IHost host, IBuildLog log, PackageFetcher fetcher, ReadAhead ahead)
{
    private const string Archives = "/var/cache/apt/archives";
    private readonly AptSolver _solver = new(host);

    /// <summary>Whether everything goes through apt and the tree's dpkg, as if a user had typed it: what the quick way is measured against.</summary>
    public bool OnlyApt { get; init; }

    /// <summary>
    /// Installs packages and what they need, without recommended ones. Those named count as wanted, the others as automatic. A kernel
    /// makes no initramfs now: see <see cref="HoldInitramfs"/>.
    /// </summary>
    /// <param name="index">The index of the image's sources; null when there is only the plan.</param>
    /// <param name="root">The tree; /dev and /proc must be in place.</param>
    /// <param name="date">Dates what scripts make.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="plan">What apt chose for it.</param>
    /// <param name="automatic">Which of it counts as automatic.</param>
    /// <param name="ct">Kills the installation.</param>
    /// <exception cref="BuildException">A package cannot be had, or its script failed; it is named.</exception>
    public async Task InstallAsync(
        AptIndex? index, RootFs root, ScriptDate date, PackageRequest request, PackagePlan plan, Task<AutomaticPackages> automatic, CancellationToken ct)
    {
        if (request.Names.Count + request.Files.Count == 0)
            return;
        await DaemonBlock.WriteAsync(root, ct);
        var installed = new InstalledState(root);
        var local = request.Files.ToDictionary(PackageUnpacker.Describe, file => file);
        if (!OnlyApt && plan.Additions is { } packages && NativeInstaller.Can(installed, [.. packages, .. local.Keys]))
            await InstallNewAsync(root, date, installed, packages, local, automatic, ct);
        else if (index is not null)
            await InstallWithAptAsync(index, root, date, request.Names, request.Files, ct);
        else
            throw new BuildException("these packages change the minimal system, which needs apt and the package indexes", "build without the lock file");
    }

    private async Task InstallNewAsync(
        RootFs root,
        ScriptDate date,
        InstalledState installed,
        IReadOnlyList<ResolvedPackage> packages,
        Dictionary<ResolvedPackage, string> local,
        Task<AutomaticPackages> automatic,
        CancellationToken ct)
    {
        log.Info($"installing {packages.Count + local.Count} packages");
        var native = new NativeInstaller(date, log, fetcher, ahead);
        await native.UnpackAsync(root, installed, packages, local, ct);
        await native.ConfigureAsync(ct);
        var marks = await automatic;
        await AutomaticMarks.WriteAsync(root, marks.Bootstrap.Concat(marks.Additions), ct);
    }

    private async Task InstallWithAptAsync(
        AptIndex index, RootFs root, ScriptDate date, IReadOnlyList<string> names, IReadOnlyList<string> files, CancellationToken ct)
    {
        root.CreateDirectory(Archives + "/partial");
        var archives = root.Resolve(Archives);
        List<string> placed = [];
        try
        {
            // apt reads local files where dpkg will, inside the tree, and takes them as fetched under the name it would give them itself.
            var local = files.Select(file => Path.Combine(archives, ArchiveName(PackageUnpacker.Describe(file)))).ToList();
            foreach (var (file, target) in files.Zip(local))
                Place(file, target, placed);
            List<string> wanted = [.. names, .. local];
            var packages = await _solver.InstallAsync(index, root, wanted, ct);
            await foreach (var (package, file) in fetcher.FetchAsync(packages, ct))
                Place(file, Path.Combine(archives, package.FileName), placed);
            date.Advance(packages, fetcher);
            log.Info($"installing {packages.Count + files.Count} packages");
            await RunAptAsync(index, root, wanted, date.Chroot, ct);
        }
        finally
        {
            placed.ForEach(File.Delete);
            File.Delete(Path.Combine(archives, "lock"));
        }
    }

    private async Task RunAptAsync(AptIndex index, RootFs root, IReadOnlyList<string> wanted, Chroot chroot, CancellationToken ct)
    {
        var preferences = Path.Combine(index.Folder, $"preferences.{Guid.NewGuid():N}");
        try
        {
            var command = index.Command("apt-get",
            [
                .. AptSolver.RootOptions(root),
                .. await AptSolver.PinningAsync(index.Sources, preferences, ct),
                "-o", "Dir::Cache::archives=" + root.Resolve(Archives),
                "-o", "DPkg::Chroot-Directory=" + root.HostPath,
                "-o", "Dpkg::Use-Pty=false",
                // The tree can be made again: it is written to disk once, when it is a layer or an image.
                "-o", "DPkg::Options::=--force-unsafe-io",
                // No terminal is there to ask: keep what is configured, take the package's file where nothing is.
                "-o", "DPkg::Options::=--force-confdef", "-o", "DPkg::Options::=--force-confold",
                // There is no network in here: what is missing from the folder is an error. (--no-download would not find local files.)
                "--allow-downgrades", "--allow-change-held-packages",
                "install", "--", .. wanted,
            ]);
            var result = await host.RunAsync(WithoutNetwork(command, chroot), ct);
            if (result.ExitCode != 0)
                throw DpkgErrors.From(result);
        }
        finally
        {
            File.Delete(preferences);
        }
    }

    private static Command WithoutNetwork(Command command, Chroot chroot)
    {
        var environment = new Dictionary<string, string?>(command.Environment)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/root",
            ["TERM"] = "dumb",
            ["DEBCONF_NONINTERACTIVE_SEEN"] = "true",
            [HoldInitramfs.Variable] = HoldInitramfs.No,
            ["SOURCE_DATE_EPOCH"] = chroot.SourceDateEpoch?.ToString(CultureInfo.InvariantCulture),
            [Chroot.EmulatedProcessorVariable] = chroot.EmulatedProcessor,
        };
        return command with
        {
            Program = "unshare",
            Arguments = ["--net", "--", command.Program, .. command.Arguments],
            Environment = environment,
            InheritEnvironment = false,
            LogOutput = true,
            AllowedExitCodes = [.. Enumerable.Range(0, 256)],
        };
    }

    private static string ArchiveName(ResolvedPackage package) =>
        $"{package.Name}_{package.Version.Replace(":", "%3a")}_{package.Architecture}.deb";

    private static void Place(string file, string target, List<string> placed)
    {
        placed.Add(target);
        File.Delete(target);
        if (Syscalls.MakeHardLink(-1, BytePath.FromText(Path.GetFullPath(file)), -1, BytePath.FromText(target), 0) != 0)
            File.Copy(file, target); // the store is on another file system
    }
}
