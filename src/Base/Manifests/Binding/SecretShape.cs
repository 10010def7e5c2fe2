using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>A secret: a text, or a mapping that says where it is found. Messages never show the text.</summary>
internal sealed class SecretShape : Shape
{
    private static readonly RecordShape ReferenceShape = new(typeof(SecretReference));

    public override string Meaning => "a text, or one of '{env: NAME}', '{file: PATH}', '{command: [PROGRAM, …]}'";

    /// <summary>The settings of a reference, for the schema.</summary>
    public static Section References => ReferenceShape.Section;

    public override object? Bind(Node node, Site site)
    {
        var literal = node is ScalarNode { Kind: ScalarKind.Text or ScalarKind.Number, Text.Length: > 0 } scalar ? scalar.Text : null;
        var reference = node is MappingNode ? BindReference(node, site) : null;
        if (node is ScalarNode { Kind: ScalarKind.Text, Text.Length: 0 })
            return site.BadValue(node, "a secret cannot be empty", "give it a value, or remove the key");
        if (literal is null && node is not MappingNode)
            return site.Fail(node.Location, ErrorCodes.WrongKind, $"'{site.Path.AsPath()}' is {KindOf(node)}, but should be {Meaning}", HintFor(node));
        if (literal is null && reference is null)
            return null;
        var secret = new Secret(site.Path.AsPath(), node.Location, literal, reference);
        site.Scope.Secrets.Add(secret);
        return secret;
    }

    private static SecretReference? BindReference(Node node, Site site)
    {
        var errors = site.Scope.Findings.All.Count;
        var reference = (SecretReference)ReferenceShape.Bind(node, site)!;
        if (site.Scope.Findings.All.Skip(errors).Any(finding => finding.Severity == Severity.Error))
        {
            site.Scope.Findings.Break(site.Path);
            return null;
        }

        if (((MappingNode)node).Entries.Count == 1)
            return reference;
        site.BadValue(node, "a secret is found in one place", "write one of 'env', 'file' and 'command'");
        return null;
    }

    private static string KindOf(Node node) => node is ScalarNode { Kind: ScalarKind.Flag } ? "a truth value" : node.Description;

    private static string HintFor(Node node) =>
        node is ScalarNode { Kind: ScalarKind.Flag } ? "put it in quotes if that is the text" : "give it a value, or remove the key";
}
