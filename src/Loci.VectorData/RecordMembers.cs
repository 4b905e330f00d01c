using System.Linq.Expressions;

namespace Loci.VectorData;

/// <summary>Finds out what an expression reads of a <see cref="MemoryRecord"/>, since texts and vectors are read from a memory only where they are needed.</summary>
internal sealed class RecordMembers : ExpressionVisitor
{
    private bool _reads;

    /// <summary>Whether the expression needs more than source, metadata and time: another property, or the record as a whole.</summary>
    public static bool ReadsText(Expression expression)
    {
        var visitor = new RecordMembers();
        visitor.Visit(expression is LambdaExpression lambda ? lambda.Body : expression);
        return visitor._reads;
    }

    /// <summary>Whether the expression names the vector and nothing else.</summary>
    public static bool IsVector(LambdaExpression expression)
    {
        var body = expression.Body is UnaryExpression { NodeType: ExpressionType.Convert } converted ? converted.Operand : expression.Body;
        return body is MemberExpression { Expression: ParameterExpression, Member.Name: nameof(MemoryRecord.Vector) };
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is ParameterExpression && node.Member.DeclaringType == typeof(MemoryRecord)
            && node.Member.Name is nameof(MemoryRecord.Source) or nameof(MemoryRecord.Meta) or nameof(MemoryRecord.Added))
            return node;
        return base.VisitMember(node);
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _reads |= node.Type == typeof(MemoryRecord); // a property known beforehand was not visited
        return node;
    }
}
