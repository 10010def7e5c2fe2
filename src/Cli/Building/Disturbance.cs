using System.Globalization;
using BootstrapVz.Remote.Protocol;

namespace BootstrapVz.Cli.Building;

/// <summary>Everything of a host that must not show in an image, as nobody has it.</summary>
/// <param name="Home">A home folder.</param>
/// <param name="Temporary">A folder for temporary files.</param>
/// <param name="Epoch">The time the other build has dated things with; null when it does not know.</param>
internal sealed record Disturbance(string Home, string Temporary, long? Epoch)
{
    private const string HostName = "elsewhere-host";
    private const string TimeZone = "Pacific/Kiritimati"; // the earliest there is: another day for ten hours of 24
    private const string Locale = "tr_TR.UTF-8";          // whose upper and lower case of 'i' differ from all others

    /// <summary>What the builder sees of it.</summary>
    public BuilderSurroundings Surroundings => new()
    {
        Environment = new Dictionary<string, string?>
        {
            ["HOME"] = Home,
            ["TMPDIR"] = Temporary,
            ["TZ"] = TimeZone,
            ["LC_ALL"] = Locale,
            ["LANG"] = Locale,
            ["LANGUAGE"] = "tr",
            ["SOURCE_DATE_EPOCH"] = Epoch?.ToString(CultureInfo.InvariantCulture),
        },
        HostName = HostName,
        Umask = "077",
        Processor = FirstProcessor(),
    };

    /// <summary>What could show in an image of a build that is disturbed like this.</summary>
    public IReadOnlyDictionary<string, string> Names(BuildRequest request) => Names(request, HostName, Home, TimeZone, Locale);

    /// <summary>The same of a build that sees this host as it is.</summary>
    public static IReadOnlyDictionary<string, string> NamesHere(Terminal terminal, BuildRequest request) => Names(
        request, Environment.MachineName, terminal.Variable("HOME") ?? "", terminal.Variable("TZ") ?? "", terminal.Variable("LC_ALL") ?? terminal.Variable("LANG") ?? "");

    private static Dictionary<string, string> Names(BuildRequest request, string host, string home, string zone, string locale) => new()
    {
        ["host name"] = host,
        ["path of the root folder"] = Path.Combine(request.Cache, "run"),
        ["cache folder"] = request.Cache,
        ["output folder"] = request.Output,
        ["working folder"] = request.WorkingDirectory,
        ["home folder"] = home,
        ["time zone"] = zone,
        ["locale"] = locale,
    };

    // One that this process may use: proc_pid_status(5), a list such as 0-3,8.
    private static string? FirstProcessor() => File.ReadLines("/proc/self/status")
        .FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?
        .Split(':')[1].Trim().Split('-', ',')[0];
}
