using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BootstrapVz.Base.Manifests.Schema;

/// <summary>The summaries of documentation comments, from the XML files the compiler writes next to assemblies.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> Known = new();

    /// <summary>The summary of a property, on one line with code in backticks; empty when there is none.</summary>
    public static string SummaryOf(PropertyInfo property) =>
        Of(property.DeclaringType!.Assembly).GetValueOrDefault($"P:{property.DeclaringType.FullName!.Replace('+', '.')}.{property.Name}", "");

    /// <summary>The summary of a type.</summary>
    public static string SummaryOf(Type type) =>
        Of(type.Assembly).GetValueOrDefault("T:" + type.FullName!.Replace('+', '.'), "");

    private static IReadOnlyDictionary<string, string> Of(Assembly assembly) => Known.GetOrAdd(assembly, Load);

    private static IReadOnlyDictionary<string, string> Load(Assembly assembly)
    {
        // An assembly inside a single file has no location of its own.
        var folder = assembly.Location.Length > 0 ? Path.GetDirectoryName(assembly.Location)! : AppContext.BaseDirectory;
        var path = Path.Combine(folder, assembly.GetName().Name + ".xml");
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        return XDocument.Load(path).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => TextOf(member.Element("summary")!));
    }

    private static string TextOf(XElement summary) =>
        Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } link => $"`{(link.Attribute("cref") ?? link.Attribute("name") ?? link.Attribute("langword"))?.Value.Split('.', ':').Last()}`",
        XElement other => string.Concat(other.Nodes().Select(TextOf)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
