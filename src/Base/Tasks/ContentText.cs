using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BootstrapVz.Base.Tasks;

/// <summary>One text for one value: what cached results are compared by. Two values with the same text are the same to every task.</summary>
internal static class ContentText
{
    private const int Deepest = 32;

    /// <summary>SHA-256 of a value's text, in lower-case hexadecimal.</summary>
    public static string Digest(object? value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(value))));

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value has a type that shows nothing of itself.</exception>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case IInput input:
                Write(text, input.InputText, depth);
                break;
            case string word:
                text.Append(CultureInfo.InvariantCulture, $"{word.Length}:{word}");
                break;
            case bool or Enum or Uri:
                Write(text, value.ToString(), depth);
                break;
            case JsonNode free:
                Write(text, free.ToJsonString(), depth);
                break;
            case IFormattable number:
                Write(text, number.ToString(null, CultureInfo.InvariantCulture), depth);
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                    Write(text, item, depth + 1);
                text.Append(']');
                break;
            default:
                WriteProperties(text, value, depth);
                break;
        }
    }

    private static void WriteProperties(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.CanRead && p.GetIndexParameters().Length == 0).ToList();
        if (properties.Count == 0 && type.GetMethod("ToString", [])!.DeclaringType != typeof(object))
        {
            Write(text, value.ToString(), depth);
            return;
        }

        if (properties.Count == 0 || depth > Deepest)
            throw new InvalidOperationException($"'{type}' cannot be an input of a cached task: it shows nothing of itself, or refers to itself");
        text.Append('{');
        foreach (var property in properties.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            text.Append(property.Name).Append('=');
            Write(text, property.GetValue(value), depth + 1);
        }

        text.Append('}');
    }
}
