namespace BootstrapVz.Base.Manifests;

/// <summary>Manifest variables: <c>{system.release}</c>, <c>{%Y}</c>; <c>{{</c> and <c>}}</c> are literal braces.</summary>
public sealed class Variables(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The values by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>Replaces every variable of a text; the values themselves are not expanded again.</summary>
    /// <exception cref="FormatException">A variable is unknown or a brace is not closed.</exception>
    public string Expand(string text)
    {
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
            {
                result.Append(text[i++]);
            }
            else if (text[i] == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                    throw new FormatException($"'{text}' has a '{{' that is not closed");
                var name = text[(i + 1)..end];
                result.Append(Values.TryGetValue(name, out var value) ? value : throw new FormatException($"'{{{name}}}' is not a manifest variable"));
                i = end;
            }
            else if (text[i] == '}')
            {
                throw new FormatException($"'{text}' has a '}}' that was not opened");
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }
}
