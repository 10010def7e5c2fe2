using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Engine;

/// <summary>Where this host fetches what a manifest names by address: archives, their keys, files. The image's own sources keep the manifest's addresses.</summary>
public sealed class MirrorMap
{
    /// <summary>The Debian archive as manifests name it when they say nothing else.</summary>
    public const string Archive = "http://ftp.debian.org/debian";

    /// <summary>The security archive as manifests name it when they say nothing else.</summary>
    public const string SecurityArchive = "http://ftp.debian.org/debian-security";

    /// <summary>The environment variable that sets a mirror.</summary>
    public const string Variable = "BOOTSTRAP_VZ_MIRROR";

    private readonly List<(string Origin, string Mirror)> _pairs = [];

    /// <summary>Creates a map; what is said first wins.</summary>
    /// <param name="options"><c>ORIGIN=URL</c> pairs of the command line, or one bare URL that stands for the Debian archive.</param>
    /// <param name="environment">The same from the environment, separated by white space; null when it is not set.</param>
    /// <param name="host">The host's own apt sources, used for what the first two leave open.</param>
    /// <exception cref="FormatException">A pair is neither.</exception>
    public MirrorMap(IEnumerable<string> options, string? environment, HostSources host)
    {
        foreach (var option in options.Concat((environment ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            Add(option);
        if (host.Archive is { } archive)
            AddPair(Archive, archive);
        if (host.SecurityArchive is { } security)
            AddPair(SecurityArchive, security);
    }

    /// <summary>The map of this host: command line, environment, then its apt sources.</summary>
    public static MirrorMap OfHost(IEnumerable<string> options) =>
        new(options, Environment.GetEnvironmentVariable(Variable), HostSources.Read("/etc/apt"));

    /// <summary>The map of a build on this host.</summary>
    public static MirrorMap Of(BuildSettings settings) => OfHost(settings.Mirrors.Select(mirror => $"{mirror.Key}={mirror.Value}"));

    /// <summary>Where to fetch an address from: a mapped origin's part is replaced, everything else stays.</summary>
    public string Map(string address)
    {
        foreach (var (origin, mirror) in _pairs.OrderByDescending(pair => pair.Origin.Length))
        {
            if (address == origin || address.StartsWith(origin + "/", StringComparison.Ordinal))
                return mirror + address[origin.Length..];
        }

        return address;
    }

    private void Add(string option)
    {
        var equals = option.IndexOf('=');
        if (equals > 0 && option[..equals].Contains("://") && option[(equals + 1)..].Contains(":/"))
        {
            AddPair(option[..equals], option[(equals + 1)..]);
            return;
        }

        if (!option.Contains(":/") || equals >= 0)
            throw new FormatException($"'{option}' is no mirror: write ORIGIN=URL, or the URL of a Debian mirror");
        AddPair(Archive, option);
        AddPair(SecurityArchive, option.TrimEnd('/') + "-security");
    }

    private void AddPair(string origin, string mirror)
    {
        if (!_pairs.Exists(pair => pair.Origin == origin.TrimEnd('/')))
            _pairs.Add((origin.TrimEnd('/'), mirror.TrimEnd('/')));
    }
}
