using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BootstrapVz.Common.Engine;

/// <summary>apt's answers to requests, kept beside the index they were made from; with another state of the index they are nobody's.</summary>
internal static class AnswerCache
{
    private const int Kept = 200;

    /// <summary>The answer to a question, asked at most once for a state of the index.</summary>
    public static async Task<T> GetAsync<T>(
        AptIndex index, string question, PackageRequest request, JsonTypeInfo<T> type, Func<Task<T>> ask, CancellationToken ct)
        where T : class
    {
        var folder = Directory.CreateDirectory(Path.Combine(index.Folder, "answers"));
        var file = Path.Combine(folder.FullName, $"{question}-{Key(index, request)}.json");
        if (await ReadAsync(file, type, ct) is { } known)
            return known;
        var answer = await ask();
        foreach (var other in folder.EnumerateFiles().OrderByDescending(f => f.LastWriteTimeUtc).Skip(Kept))
            other.Delete();
        var draft = $"{file}.{Guid.NewGuid():N}";
        var text = JsonSerializer.Serialize(answer, type);
        await File.WriteAllTextAsync(draft, Hash(text) + "\n" + text, ct);
        File.Move(draft, file, overwrite: true);
        return answer;
    }

    // One that was damaged is as good as none.
    private static async Task<T?> ReadAsync<T>(string file, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        if (!File.Exists(file))
            return null;
        var text = await File.ReadAllTextAsync(file, ct);
        var end = text.IndexOf('\n');
        return end > 0 && text[..end] == Hash(text[(end + 1)..]) ? JsonSerializer.Deserialize(text[(end + 1)..], type) : null;
    }

    private static string Key(AptIndex index, PackageRequest request)
    {
        var files = request.Files.Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        return Hash(string.Join('\n', [
            index.State, index.Sources.Preferences, index.Sources.Pins, index.Sources.DefaultRelease ?? "", JsonSerializer.Serialize(request, AnswerJson.Default.PackageRequest), .. files,
        ]))[..24];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}

[JsonSerializable(typeof(PackageRequest))]
[JsonSerializable(typeof(PackagePlan))]
[JsonSerializable(typeof(AutomaticPackages))]
[JsonSerializable(typeof(InstalledSize))]
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
internal sealed partial class AnswerJson : JsonSerializerContext;
