using System.Text;
using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>Reads a file into a tree of nodes; the extension says which format it has.</summary>
internal static class SourceFile
{
    /// <summary>Limits that no manifest written by a person comes near; they stop files made to exhaust memory.</summary>
    public const int LargestFile = 4 << 20;

    public const int LargestDepth = 64;

    public const int LargestWeight = 100_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file; null when nothing of it can be used, which the findings then explain.</summary>
    public static MappingNode? Read(string path, Findings findings)
    {
        var start = new SourceLocation(path, 1, 1);
        if (ReaderFor(path) is not { } read)
        {
            findings.Error(start, ErrorCodes.UnknownFormat, $"'{path}' is neither YAML nor JSON by its name", "name it .yml, .yaml or .json");
            return null;
        }

        if (ReadText(path, start, findings) is not { } text)
            return null;
        var root = read(path, text, findings);
        if (root is null or MappingNode)
            return root as MappingNode;
        var isEmpty = root is ScalarNode { Kind: ScalarKind.Nothing };
        var found = isEmpty ? "the file is empty" : $"the file holds {root.Description}, not a mapping of settings";
        findings.Error(isEmpty ? start : root.Location, ErrorCodes.NotOneMapping, found, "write one 'key: value' line per setting");
        return null;
    }

    private static Func<string, string, Findings, Node?>? ReaderFor(string path) => Path.GetExtension(path) switch
    {
        ".yml" or ".yaml" => YamlSource.Read,
        ".json" => JsonSource.Read,
        _ => null,
    };

    private static string? ReadText(string path, SourceLocation start, Findings findings)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
                throw new IOException("it is a folder");
            if (!File.Exists(path))
                throw new IOException("there is no such file");
            if (new FileInfo(path).Length > LargestFile)
                throw new IOException($"it is larger than {LargestFile >> 20} MiB");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Error(start, ErrorCodes.UnreadableFile, $"'{path}' cannot be read: {e.Message}", "check the path and the file's permissions");
            return null;
        }

        return Decode(path, bytes, findings);
    }

    private static string? Decode(string path, byte[] bytes, Findings findings)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0));
        }
        catch (DecoderFallbackException)
        {
            var before = Encoding.UTF8.GetString(bytes);
            findings.Error(
                PlaceOf(path, before, before.IndexOf('\ufffd', StringComparison.Ordinal)),
                ErrorCodes.BadEncoding,
                "the file is not UTF-8 text",
                "save it as UTF-8; 'iconv --to-code UTF-8' converts other encodings");
            return null;
        }

        var control = text.AsSpan().IndexOfAny(ControlCharacters);
        if (control < 0)
            return text;
        findings.Error(
            PlaceOf(path, text, control),
            ErrorCodes.BadEncoding,
            $"the file holds the control character U+{(int)text[control]:X4}",
            "remove it, or write it as an escape in double quotes");
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> ControlCharacters =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code).Where(c => c is not ('\t' or '\n' or '\r')), '\u007f']);

    /// <summary>The line and column of a position in a text.</summary>
    public static SourceLocation PlaceOf(string path, string text, int index)
    {
        index = Math.Clamp(index, 0, text.Length);
        var before = text.AsSpan(0, index);
        return new(path, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
