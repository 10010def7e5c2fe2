using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace BootstrapVz.Plugins.DockerDaemon;

/// <summary>What an entry of <c>pull_images</c> is.</summary>
internal static partial class ImageArchive
{
    /// <summary>Where archives wait in the image until Docker has loaded them.</summary>
    public const string Folder = "/var/lib/docker-images";

    private static readonly string[] Endings = [".tar", ".tar.gz", ".tgz"];

    /// <summary>Whether it is a file on the host.</summary>
    public static bool IsFile(string image) => Endings.Any(ending => image.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether it is a name that a registry may know.</summary>
    /// <remarks>Source: reference.go of github.com/distribution/reference.</remarks>
    public static bool IsName(string image) => Name().IsMatch(image);

    /// <summary>What its archive is called in the image.</summary>
    public static string FileName(string image) => IsFile(image) ? Path.GetFileName(image) : Sign().Replace(image, "_") + ".tar";

    /// <summary>The name it is loaded under; one that is known by its digest only has none there.</summary>
    public static string Tagged(string image)
    {
        var name = image.Split('@')[0];
        return name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";
    }

    /// <summary>Whether a file is an archive of images, in the form of <c>docker save</c> or of the OCI.</summary>
    /// <remarks>What is no archive at all has the reader throw.</remarks>
    public static async Task<bool> HoldsImagesAsync(string file, CancellationToken ct)
    {
        await using var content = File.OpenRead(file);
        await using Stream plain = file.EndsWith(".tar", StringComparison.Ordinal) ? content : new GZipStream(content, CompressionMode.Decompress);
        await using var reader = new TarReader(plain);
        while (await reader.GetNextEntryAsync(cancellationToken: ct) is { } entry)
        {
            if (entry.Name.TrimStart('.', '/') is "manifest.json" or "index.json")
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*(:[0-9]+(?=/))?(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9.-]+")]
    private static partial Regex Sign();
}
