using System.Buffers;
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
    private const int Overlap = 1 << 10; // longer than any form of a secret
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
    public IReadOnlyList<Canary> FoundIn(params IEnumerable<string> texts) => new Search(_all).In(texts.Select(text => text.AsMemory()));

    /// <summary>Those that are in a file.</summary>
    public IReadOnlyList<Canary> FoundInFile(string path) => new Search(_all).In(Pieces(path));

    [GeneratedRegex("\"@(secret|kept|hash|index)\"", RegexOptions.ExplicitCapture, 10_000)]
    internal static partial Regex Placeholder();

    // Every byte as a character; what stands across two pieces is in the second one.
    private static IEnumerable<ReadOnlyMemory<char>> Pieces(string path)
    {
        var (bytes, characters) = (new byte[Piece], new char[Piece]);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        for (long at = 0; RandomAccess.Read(file, bytes, at) is > 0 and var length; at += length > Overlap ? length - Overlap : length)
        {
            if (bytes.AsSpan(0, length).ContainsAnyExcept((byte)0))
                yield return characters.AsMemory(0, Encoding.Latin1.GetChars(bytes, 0, length, characters, 0));
        }
    }

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

    // All forms of all secrets at once.
    private sealed class Search
    {
        private readonly Dictionary<string, Canary> _forms;
        private readonly SearchValues<string> _values;

        public Search(IEnumerable<Canary> canaries)
        {
            _forms = canaries.SelectMany(canary => Forms(canary.Word).Select(form => (form, canary))).ToDictionary();
            _values = SearchValues.Create([.. _forms.Keys], StringComparison.Ordinal);
        }

        public IReadOnlyList<Canary> In(IEnumerable<ReadOnlyMemory<char>> texts)
        {
            var found = new HashSet<Canary>();
            foreach (var text in texts)
            {
                var rest = text.Span;
                for (int at; (at = rest.IndexOfAny(_values)) >= 0; rest = rest[(at + 1)..])
                {
                    foreach (var (form, canary) in _forms)
                    {
                        if (rest[at..].StartsWith(form, StringComparison.Ordinal))
                            found.Add(canary);
                    }
                }
            }

            return [.. found.OrderBy(canary => canary.Number)];
        }

        private static IEnumerable<string> Forms(string word) =>
            [word, Convert.ToBase64String(Encoding.UTF8.GetBytes(word)).TrimEnd('='), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word))];
    }
}
