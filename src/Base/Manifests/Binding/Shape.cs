using System.Text.Json;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>What values a setting takes, and how a node becomes one.</summary>
internal abstract class Shape
{
    /// <summary>What is expected, for messages: <c>a list of texts</c>.</summary>
    public abstract string Meaning { get; }

    /// <summary>The value of a node, or null after reporting why there is none.</summary>
    public abstract object? Bind(Node node, Site site);
}

/// <summary>A shape whose values are single words, so that it can also stand for a key.</summary>
internal abstract class ScalarShape : Shape
{
    /// <summary>What one value is called, for tables: <c>package name</c>.</summary>
    public virtual string Noun => Meaning.Split(' ', 2)[^1];

    /// <summary>The rule for the whole text as a regular expression, or null when there is none.</summary>
    public virtual string? Pattern => null;

    /// <summary>The value of a text, or null when the text is none.</summary>
    public abstract object? Parse(string text);

    /// <summary>A type's name as words: <c>package name</c>.</summary>
    protected static string NounOf(Type type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name).Replace('_', ' ');

    /// <summary>Whether a scalar of this kind may stand for the value at all.</summary>
    protected virtual bool Accepts(ScalarKind kind) => kind is ScalarKind.Text or ScalarKind.Number;

    /// <summary>What to do when the value is of another kind.</summary>
    protected virtual string HintFor(Node node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Flag } flag => $"put it in quotes: \"{flag.Text}\"",
        ScalarNode { Kind: ScalarKind.Nothing } => "give it a value, or remove the key",
        MappingNode => "write one value; a text that begins with '{' goes in quotes",
        SequenceNode => "write one value, without brackets or '- '",
        _ => $"write {Meaning} there",
    };

    public sealed override object? Bind(Node node, Site site)
    {
        if (node is not ScalarNode scalar || !Accepts(scalar.Kind))
            return site.WrongKind(node, Meaning, HintFor(node));
        var value = Parse(scalar.Text);
        if (value is null)
            return site.BadValue(node, $"{scalar.Text.Quoted()} is not {Meaning}", HintForText(scalar.Text));
        return site.Allows(scalar, value) ? value : null;
    }

    /// <summary>What to do when the text is none of the values.</summary>
    protected virtual string? HintForText(string text) => null;
}
