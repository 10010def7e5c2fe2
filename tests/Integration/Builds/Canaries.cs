using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>A secret that is looked for.</summary>
/// <param name="Number">Which one of its manifest.</param>
/// <param name="Word">What it is known by.</param>
/// <param name="IsKept">Whether it is the image's to keep.</param>
internal sealed record Canary(int Number, string Word, bool IsKept);

/// <summary>Random secrets in a manifest, given in turn literally, by the environment, by a file and by a command.</summary>
/// <param name="folder">The manifest's folder.</param>
/// <param name="turn">Which way the first one is given in.</param>
internal sealed partial class Canaries(string folder, int turn)
{
    private const string CryptAlphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"; // crypt(5)
    private const int Piece = 1 << 22;
    private readonly List<Canary> _all = [];
    private readonly Dictionary<string, string?> _environment = [];

    public IReadOnlyList<Canary> All => _all;

    /// <summary>Variables that a build has to find in its environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment => _environment;

    /// <summary>Puts secrets in the place of <c>"@secret"</c>, of <c>"@kept"</c> and <c>"@hash"</c>, which the image keeps, and of <c>"@index"</c>, a server's address with a password.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="known">What other places stand for.</param>
    public string Fill(string manifest, string server, params (string Place, string Text)[] known) => Placeholder().Replace(
        known.Aggregate(manifest, (text, other) => text.Replace($"\"{other.Place}\"", other.Text, StringComparison.Ordinal)), place => place.Value switch
        {
            "\"@secret\"" => Given(Word(), false),
            "\"@kept\"" => Given(Word(), true),
            "\"@hash\"" => Given("$6$" + RandomNumberGenerator.GetString(CryptAlphabet, 16) + "$" + RandomNumberGenerator.GetString(CryptAlphabet, 86), true),
            _ => Given(Word(), false, word => server.Replace("//", $"//joe:{word}@", StringComparison.Ordinal) + "/simple"),
        });

    /// <summary>Those that are in a text.</summary>
    public IReadOnlyList<Canary> FoundIn(params IEnumerable<string> texts) => [.. _all.Where(canary => texts.Any(text => Forms(canary).Any(form => text.Contains(form, StringComparison.Ordinal))))];

    /// <summary>Those that are in a file.</summary>
    public IReadOnlyList<Canary> FoundInFile(string path)
    {
        var wanted = _all.SelectMany(canary => Forms(canary).Select(form => (Canary: canary, Bytes: Encoding.UTF8.GetBytes(form)))).ToList();
        var found = new HashSet<Canary>();
        var overlap = wanted.Max(form => form.Bytes.Length) - 1;
        var buffer = new byte[Piece];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        for (long at = 0; RandomAccess.Read(file, buffer, at) is > 0 and var length; at += Math.Max(length - overlap, 1))
        {
            foreach (var (canary, bytes) in wanted)
            {
                if (buffer.AsSpan(0, length).IndexOf(bytes) >= 0)
                    found.Add(canary);
            }

            if (length <= overlap)
                break;
        }

        return [.. found.OrderBy(canary => canary.Number)];
    }

    [GeneratedRegex("\"@(secret|kept|hash|index)\"", RegexOptions.ExplicitCapture, 10_000)]
    internal static partial Regex Placeholder();

    private static IEnumerable<string> Forms(Canary canary) =>
        [canary.Word, Convert.ToBase64String(Encoding.UTF8.GetBytes(canary.Word)).TrimEnd('='), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(canary.Word))];

    private static string Word() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    private string Given(string word, bool kept, Func<string, string>? whole = null)
    {
        var number = _all.Count;
        _all.Add(new(number, word, kept));
        var value = whole?.Invoke(word) ?? word;
        var (way, name) = ((number + turn) % 4, string.Create(CultureInfo.InvariantCulture, $"secret-{number}"));
        if (way == 0)
            return JsonSerializer.Serialize(value);
        if (way == 1)
        {
            _environment["CANARY_" + name[^1]] = value;
            return $$"""{"env": "CANARY_{{name[^1]}}"}""";
        }

        File.WriteAllText(Path.Combine(folder, name), value + "\n");
        return way == 2 ? $$"""{"file": "{{name}}"}""" : $$"""{"command": ["cat", "{{name}}"]}""";
    }
}
