using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests;

namespace BootstrapVz.Common.Engine;

/// <summary>What apt is asked to solve from: an image's sources, the keys they are trusted by, and its pinning.</summary>
public sealed record AptSources
{
    /// <summary>The keyring Debian's archives are signed with, as package debian-archive-keyring installs it.</summary>
    public const string DefaultKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>The image's sources with the addresses of the manifest; <c>deb-src</c> lines are skipped.</summary>
    public required IReadOnlyList<SourceLine> Lines { get; init; }

    /// <summary>The image's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>Further architectures packages may be installed for.</summary>
    public IReadOnlyList<string> ForeignArchitectures { get; init; } = [];

    /// <summary>The keyring that sources without <c>signed-by</c> are checked against; a file on the host.</summary>
    public string Keyring { get; init; } = DefaultKeyring;

    /// <summary>Further keys for such sources: files on the host, ending in <c>.gpg</c> or <c>.asc</c>.</summary>
    public IReadOnlyList<string> TrustedKeys { get; init; } = [];

    /// <summary>Where the key files that <c>signed-by</c> names in the image are on the host.</summary>
    public IReadOnlyDictionary<string, string> KeyFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether signatures are checked. Without, everything a mirror sends is installed.</summary>
    public bool CheckSignatures { get; init; } = true;

    /// <summary>Whether an index that is past its date is refused. A mirror frozen on purpose needs false.</summary>
    public bool CheckValidUntil { get; init; } = true;

    /// <summary>The image's pinning, in the format of apt_preferences(5).</summary>
    public string Preferences { get; init; } = "";

    /// <summary>Pinning that is no part of the image: versions that packages have to keep.</summary>
    public string Pins { get; init; } = "";

    /// <summary>The suite that is preferred, as <c>APT::Default-Release</c>; null for none.</summary>
    public string? DefaultRelease { get; init; }

    /// <summary>Checks that every key file exists.</summary>
    /// <exception cref="HostRequirementException">One is missing.</exception>
    internal void CheckKeys()
    {
        if (!CheckSignatures)
            return;
        var missing = Lines.SelectMany(line => SignedBy(line) ?? []).Concat(TrustedKeys).Append(Keyring)
            .Where(file => !File.Exists(file)).Distinct().ToList();
        if (missing.Count > 0)
        {
            throw new HostRequirementException([.. missing.Select(file => new HostRequirement(
                $"the keyring '{file}', which the packages' signatures are checked with",
                file == DefaultKeyring ? "install it: apt-get install debian-archive-keyring" : $"put the keyring at '{file}', or name another one in the manifest"))]);
        }
    }

    /// <summary>The sources as this host reads them.</summary>
    internal string Text(MirrorMap mirrors) => string.Concat(Lines.Where(line => line.Type == "deb").Select(line =>
    {
        var options = Options(line).Where(option => !option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase)).ToList();
        if (!CheckSignatures)
            options.Add("trusted=yes");
        else if (SignedBy(line) is { } keys)
            options.Add("signed-by=" + string.Join(',', keys));
        return (line with { Options = options.Count > 0 ? string.Join(' ', options) : null, Uri = mirrors.Map(line.Uri) }) + "\n";
    }));

    /// <summary>The signed files that name everything else, as this host reads them; Debian wiki, DebianRepository/Format.</summary>
    internal IReadOnlyList<string> ReleaseUris(MirrorMap mirrors) =>
    [
        .. Lines.Where(line => line.Type == "deb")
            .Select(line => $"{mirrors.Map(line.Uri).TrimEnd('/')}/{(line.Distribution.EndsWith('/') ? line.Distribution : $"dists/{line.Distribution}/")}InRelease").Distinct(),
    ];

    /// <summary>The manifest's address of what this host fetches from a mirror.</summary>
    internal string OriginOf(string uri, MirrorMap mirrors) => Lines
        .Select(line => (Origin: line.Uri.TrimEnd('/'), Mirror: mirrors.Map(line.Uri.TrimEnd('/'))))
        .Where(pair => uri.StartsWith(pair.Mirror + "/", StringComparison.Ordinal)).OrderByDescending(pair => pair.Mirror.Length)
        .Select(pair => pair.Origin + uri[pair.Mirror.Length..]).FirstOrDefault(uri);

    /// <summary>The path of an address below its archive, with a leading slash.</summary>
    internal string OriginPath(string uri, MirrorMap mirrors)
    {
        var origin = OriginOf(uri, mirrors);
        return Lines.Select(line => line.Uri.TrimEnd('/')).Where(archive => origin.StartsWith(archive + "/", StringComparison.Ordinal))
            .OrderByDescending(archive => archive.Length).Select(archive => origin[archive.Length..]).FirstOrDefault(new Uri(uri).AbsolutePath);
    }

    /// <summary>Every key file that a source is checked with.</summary>
    internal IReadOnlyList<string> KeyringFiles => CheckSignatures
        ? [.. Lines.SelectMany(line => SignedBy(line) ?? []).Concat(TrustedKeys).Append(Keyring).Distinct().Order(StringComparer.Ordinal)]
        : [];

    private static string[] Options(SourceLine line) =>
        (line.Options ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private List<string>? SignedBy(SourceLine line) =>
        Options(line).FirstOrDefault(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase)) is { } option
            ? [.. option["signed-by=".Length..].Split(',').Where(key => key.StartsWith('/')).Select(key => KeyFiles.GetValueOrDefault(key, key))]
            : null;
}
