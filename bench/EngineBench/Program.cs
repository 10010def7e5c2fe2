using System.Diagnostics;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Roots;
using BootstrapVz.Common.Bootstrap;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Locking;

// usage: EngineBench RELEASE ROOT CACHE [--mounts] [--default] [--frozen] [--apt] [--lock=FILE] [PACKAGE | FILE.deb]...
//        EngineBench mirror      prints where this host fetches Debian from
// Makes ROOT from nothing and prints the seconds of each phase. --mounts puts /proc and a small /dev in place: run it in a mount namespace.
// --frozen accepts indexes past their date, --apt leaves the installation of PACKAGEs to apt. --lock takes the packages from a lock file, as a
// build does; one that is not there is written, with the addresses of this host's mirror.
if (args is ["mirror"])
{
    Console.WriteLine(MirrorMap.OfHost([]).Map(MirrorMap.Archive));
    return 0;
}

var words = args.Where(a => a[0] != '-').ToList();
var (release, root, cache) = (ReleaseTable.Get(words[0]), new RootFs(words[1]), words[2]);
var log = new ConsoleLog(Environment.GetEnvironmentVariable("BENCH_DEBUG") is not null);
var host = new LocalHost(log);
var clock = Stopwatch.StartNew();
var phases = new List<string>();
void Phase(string name, TimeSpan since) => phases.Add($"{name} {(clock.Elapsed - since).TotalSeconds:0.00}");

try
{
    var ct = CancellationToken.None;
    SourceLine Source(string uri, string suite) => new("deb", null, uri, suite, ["main"]);
    var sources = new AptSources
    {
        Lines = [Source(MirrorMap.Archive, release.Codename)],
        Architecture = Environment.GetEnvironmentVariable("BENCH_ARCH") ?? "amd64",
        CheckValidUntil = !args.Contains("--frozen"),
    };
    var mirrors = MirrorMap.OfHost([]);
    var indexes = new IndexCache(host, log, Path.Combine(cache, "indexes"), mirrors);
    var fetcher = new PackageFetcher(host.Http, host.Clock, new PackageStore(Path.Combine(cache, "packages")), log);
    var bootstrapper = new TreeBootstrapper(log, fetcher);

    var lockPath = args.FirstOrDefault(a => a.StartsWith("--lock=", StringComparison.Ordinal))?["--lock=".Length..];
    var variant = args.Contains("--default") ? BootstrapVariant.Default : BootstrapVariant.Minbase;
    var more = words.Skip(3).ToList();
    var selection = new BootstrapSelection(variant, release.Codename) { MergedUsr = release >= ReleaseTable.Get("bookworm") };
    var request = new PackageRequest(selection, [.. more.Where(w => !w.StartsWith('/'))], [.. more.Where(w => w.StartsWith('/'))]);
    var start = clock.Elapsed;
    AptIndex? index = null;
    PackagePlan plan;
    Func<Task<AutomaticPackages>> automatic;
    long? date = null;
    if (lockPath is not null && File.Exists(lockPath))
    {
        var file = LockFile.Parse(lockPath, await File.ReadAllTextAsync(lockPath, ct), sources.Architecture);
        LockMaker.RequireFit(lockPath, file, sources, request);
        plan = file.Plan;
        (automatic, date) = (() => Task.FromResult(file.Automatic), file.Date);
        Phase("lock", start);
    }
    else
    {
        index = await indexes.OpenAsync(sources, ct);
        Phase("index", start);
        start = clock.Elapsed;
        var resolver = new PackageResolver(host, index);
        plan = await resolver.ResolveAsync(request, ct);
        automatic = () => resolver.AutomaticAsync(request, plan, ct);
        Phase("solve", start);
        if (lockPath is not null)
        {
            var file = new LockFile
            {
                Date = index.Published,
                Wanted = LockMaker.WantedBy(sources, request),
                Suites = [],
                Keys = [],
                Plan = plan,
                Automatic = await automatic(),
            };
            await File.WriteAllTextAsync(lockPath, file.Render(), ct);
        }
    }

    using var opened = index;
    start = clock.Elapsed;
    using var ahead = new ReadAhead(Path.Combine(cache, "ahead"));
    var minimal = new MinimalSystem(selection, sources, plan.Bootstrap, new(automatic)) { Fetcher = fetcher, Additions = plan.Additions ?? [], ReadAhead = ahead };
    await bootstrapper.UnpackAsync(selection, minimal.Packages, minimal.Downloads, minimal.Architectures, root, PathFilters.None, ct);
    var dates = new ScriptDate(new(host, root), long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), out var given) ? given : date);
    dates.Advance(minimal.Packages, fetcher);
    minimal.BeginWithAdditions();
    Phase("fetch+unpack", start);
    start = clock.Elapsed;
    if (args.Contains("--mounts"))
        await Mounts.MakeAsync(host, root.HostPath, ct);
    var marks = minimal.AutomaticAsync();
    await TreeBootstrapper.ConfigureAsync(root, dates.Chroot, incomplete: false, ct);
    await AutomaticMarks.WriteAsync(root, await marks, ct);
    Phase("configure", start);
    if (more.Count > 0)
    {
        start = clock.Elapsed;
        await new PackageInstaller(host, log, fetcher, ahead) { OnlyApt = args.Contains("--apt") }.InstallAsync(index, root, dates, request, plan, automatic(), ct);
        Phase("install", start);
    }

    if (args.Contains("--mounts"))
        await Mounts.RemoveAsync(host, root.HostPath, ct);
    DaemonBlock.Remove(root);
}
catch (BootstrapException error)
{
    Console.Error.WriteLine($"{error.Message}\nhint: {error.Hint}");
    return (int)error.ExitCode;
}

Console.WriteLine($"total {clock.Elapsed.TotalSeconds:0.00} | {string.Join(" | ", phases)} | peak {Environment.WorkingSet >> 20} MB");
return 0;

internal sealed class ConsoleLog(bool debug) : IBuildLog
{
    public void Write(LogLevel level, string text)
    {
        if (level > LogLevel.Info || debug)
            Console.Error.WriteLine(text);
    }

    public void Progress(string counter, long done, long total, string unit)
    {
    }
}

internal static class Mounts
{
    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom", "tty"];

    public static async Task MakeAsync(IHost host, string root, CancellationToken ct)
    {
        await host.RunAsync(new("mount", "-t", "proc", "proc", root + "/proc"), ct);
        await host.RunAsync(new("mount", "-t", "tmpfs", "-o", "mode=755", "dev", root + "/dev"), ct);
        foreach (var device in Devices)
        {
            await File.WriteAllTextAsync($"{root}/dev/{device}", "", ct);
            await host.RunAsync(new("mount", "--bind", "/dev/" + device, $"{root}/dev/{device}"), ct);
        }

        File.CreateSymbolicLink(root + "/dev/fd", "/proc/self/fd");
    }

    public static async Task RemoveAsync(IHost host, string root, CancellationToken ct)
    {
        foreach (var place in Devices.Select(device => "/dev/" + device).Append("/dev").Append("/proc"))
            await host.RunAsync(new("umount", root + place), ct);
    }
}
