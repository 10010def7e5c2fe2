using System.Text.Encodings.Web;
using System.Text.Json;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Matrix;

/// <summary>Writes a value as one line of YAML that reads back as the same value, of the same type.</summary>
internal static class FlowText
{
    public static string Of(Node node) => node switch
    {
        MappingNode mapping => "{" + string.Join(", ", mapping.Entries.Select(entry => $"{Quote(entry.Key)}: {Of(entry.Value)}")) + "}",
        SequenceNode list => "[" + string.Join(", ", list.Items.Select(Of)) + "]",
        ScalarNode { Kind: ScalarKind.Nothing } => "null",
        ScalarNode { Kind: ScalarKind.Text } text => Quote(text.Text),
        _ => ((ScalarNode)node).Text,
    };

    // What JSON says in quotes means the same in YAML: YAML 1.2.2, section 1.2.
    private static string Quote(string text) => '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value + '"';
}
