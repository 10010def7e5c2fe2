using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Engine;

namespace BootstrapVz.Common.Layers;

/// <summary>What the image at a place was made from, so that the same is not made again.</summary>
public sealed record ImageRecord
{
    /// <summary>The layer with the tree.</summary>
    public required string Parent { get; init; }

    /// <summary>A hash of the tasks, the program and the host's tools.</summary>
    public required string Steps { get; init; }

    /// <summary>What the tasks read: a hash of each thing by its name.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>The images.</summary>
    public required IReadOnlyList<ImageFile> Images { get; init; }

    /// <summary>Further files that were made with them.</summary>
    public required IReadOnlyList<string> Beside { get; init; }

    /// <summary>What the kernel knows of the file of each image and each further file; whoever writes to one changes it.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The packages in them.</summary>
    public required IReadOnlyList<InstalledPackage> Packages { get; init; }

    /// <summary>Whether the files are as they were when they were made.</summary>
    [JsonIgnore]
    public bool AreThere => Images.Count > 0 && Marks(Images, Beside).SequenceEqual(Files);

    /// <summary>The marks of images and of the files beside them; null for one that is not there or a device.</summary>
    public static IEnumerable<string?> Marks(IEnumerable<ImageFile> images, IEnumerable<string> beside) => images.Select(image => image.Path).Concat(beside).Select(Mark);

    /// <summary>Inode, length and times of a file, or of everything in a folder: the time of change is the kernel's own, and nothing can set it.</summary>
    public static string? Mark(string path)
    {
        if (Directory.Exists(path))
        {
            var names = TreeState.Read(path, TreeState.Empty, CancellationToken.None).Changed.OrderBy(name => name.Key, StringComparer.Ordinal);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names.Select(name => name.Key + " " + Mark(name.Value))))));
        }

        // Of what a device holds its file knows nothing.
        return File.Exists(path) && TreeCalls.Status(BytePath.FromText(path)) is { Kind: NodeKind.File } file ? Mark(file) : null;
    }

    private static string Mark(TreeCalls.NodeStatus status) =>
        $"{status.FileSystem}:{status.Inode}:{status.Size}:{status.Seconds}.{status.Nanoseconds}:{status.ChangedSeconds}.{status.ChangedNanoseconds}";
}

/// <summary>Records of images, by the folder they were put into and the manifest.</summary>
public sealed class ImageRecords(string folder)
{
    /// <summary>The record of a build, or null.</summary>
    /// <param name="output">The folder.</param>
    /// <param name="manifest">What tells the manifest from others.</param>
    public ImageRecord? Find(string output, string manifest)
    {
        var file = PathOf(output, manifest);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), ImageJson.Default.ImageRecord) : null;
        }
        catch (JsonException)
        {
            return null; // damaged: the image is made again
        }
    }

    /// <summary>Keeps a record.</summary>
    public void Keep(string output, string manifest, ImageRecord record)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Guid.NewGuid():N}");
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(record, ImageJson.Default.ImageRecord));
        File.Move(draft, PathOf(output, manifest), overwrite: true);
    }

    private string PathOf(string output, string manifest) => Path.Combine(
        folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(output + "\n" + manifest)))[..24] + ".json");
}

[JsonSerializable(typeof(ImageRecord))]
internal sealed partial class ImageJson : JsonSerializerContext;
