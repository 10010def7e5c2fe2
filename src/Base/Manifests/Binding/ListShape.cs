using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>A shape that holds values of another.</summary>
internal abstract class ListShape(Shape item) : Shape
{
    public Shape Item { get; } = item;

    public override string Meaning => "a list";
}

/// <summary>A list; its items share the setting's limits.</summary>
internal sealed class ListShape<T>(Shape item) : ListShape(item)
{
    public override object? Bind(Node node, Site site)
    {
        if (node is not SequenceNode list)
        {
            var hint = node is ScalarNode { Kind: not ScalarKind.Nothing } scalar ? $"put it in brackets: [{scalar.Text}]" : "begin each item with '- ', or remove the key";
            return site.WrongKind(node, Meaning, hint);
        }

        if (!site.AllowsCount(node, list.Items.Count, "item"))
            return null;
        var values = list.Items.Select((child, index) => Item.Bind(child, site.Item(index.ToString(CultureInfo.InvariantCulture)))).ToList();
        if (site.Setting?.IsUnique == true)
            CheckUnique(list, values, site);
        return values.Contains(null) ? null : values.Cast<T>().ToArray();
    }

    private static void CheckUnique(SequenceNode list, List<object?> values, Site site)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value && values.IndexOf(value) < i)
                site.Error(list.Items[i].Location, ErrorCodes.BadValue, $"{value.ToString()!.Quoted()} stands in '{site.Path.AsPath()}' a second time", "remove it");
        }
    }
}
